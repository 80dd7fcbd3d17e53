using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Tests.Hosting;

namespace Studio.Tests.Architecture;

/// <summary>Every use case there is: found by its form, so that a new one cannot be forgotten.</summary>
static class UseCases
{
    public static IEnumerable<Type> All =>
        typeof(Actor)
            .Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.GetMethod("RunAsync") is not null);

    public static MethodInfo Method(Type useCase) => useCase.GetMethod("RunAsync")!;

    /// <summary>Runs it with arguments that mean nothing: a refusal must come before anyone looks at them.</summary>
    /// <returns>The problem that it gives; null when it goes on to look at its arguments.</returns>
    public static async Task<Problem?> AttemptAsync(StudioApp studio, Type useCase, Actor actor, ProjectId project)
    {
        var arguments = Method(useCase)
            .GetParameters()
            .Select(parameter => Argument(parameter.ParameterType, actor, project))
            .ToArray();
        var task = (Task)Method(useCase).Invoke(studio.Services.GetRequiredService(useCase), arguments)!;
        try
        {
            await task;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // It went on, and met a meaningless argument.
            return null;
        }

        var result = task.GetType().GetProperty("Result")!.GetValue(task)!;
        return (Problem?)result.GetType().GetProperty("Problem")!.GetValue(result);
    }

    static object? Argument(Type type, Actor actor, ProjectId project) =>
        type == typeof(Actor) ? actor
        : type == typeof(ProjectId) ? project
        : type == typeof(string) ? "nothing"
        : type == typeof(SecretText) ? new SecretText("nothing")
        : type == typeof(PageRequest) ? new PageRequest()
        : type == typeof(CancellationToken) ? TestContext.Current.CancellationToken
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;
}
