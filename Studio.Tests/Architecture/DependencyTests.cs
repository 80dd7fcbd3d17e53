using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Studio.Domain.Identity;
using Studio.Domain.Redaction;
using Studio.Hosting;

namespace Studio.Tests.Architecture;

/// <summary>Dependencies point one way: between the projects, and between the slices of the domain.</summary>
public sealed partial class DependencyTests
{
    /// <summary>What the framework reference brings along, and the domain has no use for.</summary>
    static readonly string[] WebNamespaces =
    [
        "Microsoft.AspNetCore.Http",
        "Microsoft.AspNetCore.Components",
        "Microsoft.AspNetCore.Mvc",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Builder",
    ];

    /// <summary>A slice may use what is in a line below its own, and nothing in its own line but in the lowest two.</summary>
    static readonly string[][] Slices =
    [
        ["Common"],
        ["Audit", "Identity", "Projects", "Redaction", "Engine", "Vault", "Storage", "Folders", "Dotenv"],
        ["SecretKeys", "PullSecrets"],
        ["Services"],
        ["Timeline"],
        ["Launches"],
        ["Metrics", "Images", "Logs", "Commands"],
    ];

    /// <summary>These name an id of a higher slice: a plain value, with nothing behind it.</summary>
    static readonly string[] OnlyIds =
    [
        "Services/Service.cs uses Launches",
        "Services/ServiceState.cs uses Launches",
        "Engine/ContainerLabels.cs uses Services",
        "Timeline/EventRecorder.cs uses Launches",
        "Timeline/ServiceEvent.cs uses Launches",
    ];

    [Theory]
    [InlineData(typeof(Actor), new string[0])]
    [InlineData(typeof(Studio.Docker.DockerException), new string[0])]
    [InlineData(typeof(Studio.Client.StudioJson), new string[0])]
    [InlineData(typeof(StudioOptions), new[] { "Studio.Client", "Studio.Docker", "Studio.Domain" })]
    public void Projects_depend_one_way(Type member, string[] allowed)
    {
        var used = member.Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(IsOurs);
        Assert.Empty(used.Except(allowed));
    }

    [Fact]
    public void The_command_line_knows_the_client_only()
    {
        var used = Assembly.Load("Studio.Cli").GetReferencedAssemblies().Select(name => name.Name!).Where(IsOurs);
        Assert.Empty(used.Except(["Studio.Client"]));
    }

    [Fact]
    public void The_domain_knows_nothing_of_the_web()
    {
        using var file = new PEReader(File.OpenRead(typeof(Actor).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var used = metadata
            .TypeReferences.Select(handle => metadata.GetString(metadata.GetTypeReference(handle).Namespace))
            .Distinct();
        Assert.DoesNotContain(
            used,
            name => WebNamespaces.Any(web => name == web || name.StartsWith($"{web}.", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Slices_depend_downward_only()
    {
        List<string> upward = [];
        foreach (var file in Directory.EnumerateFiles(Source("Studio.Domain"), "*.cs", SearchOption.AllDirectories))
        {
            var slice = Path.GetRelativePath(Source("Studio.Domain"), file).Split(Path.DirectorySeparatorChar)[0];
            // The database knows every table.
            if (slice is "obj" or "bin" or "Migrations" || Path.GetFileName(file) == "StudioDbContext.cs")
                continue;
            foreach (Match use in UsedSlice().Matches(File.ReadAllText(file)))
            {
                if (!MayUse(slice, use.Groups[1].Value))
                    upward.Add($"{slice}/{Path.GetFileName(file)} uses {use.Groups[1].Value}");
            }
        }

        Assert.Equal(OnlyIds.Order(), upward.Distinct().Order());
    }

    [Theory]
    [InlineData(typeof(RedactedText))]
    [InlineData(typeof(RedactedBytes))]
    public void Only_a_redactor_makes_redacted_text(Type redacted)
    {
        Assert.Empty(redacted.GetConstructors());
        var tokens = redacted
            .GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance)
            .Select(constructor => BitConverter.GetBytes(constructor.MetadataToken))
            .ToList();
        const BindingFlags Own =
            BindingFlags.Public
            | BindingFlags.NonPublic
            | BindingFlags.Static
            | BindingFlags.Instance
            | BindingFlags.DeclaredOnly;
        var makers = typeof(RedactedText)
            .Assembly.GetTypes()
            .Where(type =>
                type.GetMethods(Own)
                    .Concat<MethodBase>(type.GetConstructors(Own))
                    .Select(method => method.GetMethodBody()?.GetILAsByteArray() ?? [])
                    .Any(code => tokens.Exists(token => code.AsSpan().IndexOf(token) > 0))
            )
            .ToList();
        Assert.NotEmpty(makers);
        Assert.All(makers, maker => Assert.Equal(redacted.Namespace, maker.Namespace));
    }

    static bool MayUse(string slice, string used)
    {
        var (own, other) = (Level(slice), Level(used));
        return slice == used || other < own || (other == own && own <= 1);
    }

    static int Level(string slice)
    {
        var level = Array.FindIndex(Slices, line => line.Contains(slice));
        Assert.True(level >= 0, $"The slice {slice} has no place yet: give it one in {nameof(Slices)}.");
        return level;
    }

    static bool IsOurs(string assembly) => assembly.StartsWith("Studio", StringComparison.Ordinal);

    static string Source(string project, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", project));

    [GeneratedRegex(@"using Studio\.Domain\.(\w+)")]
    private static partial Regex UsedSlice();
}
