using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Radzen.Blazor;
using Studio.Components;

namespace Studio.Tests.Components;

public class ConfirmDialogTests : ComponentTest
{
    static readonly Confirmation _question = new("Delete weather?", "It is gone for good.", "Delete")
    {
        Touches = ["web (running)", "worker (stopped)"],
    };

    [Fact]
    public async Task It_shows_what_is_touched_and_answers_yes()
    {
        var (dialog, answer) = await AskAsync(_question);

        Assert.Equal(_question.Touches, dialog.FindAll("li").Select(item => item.TextContent));
        dialog.Find("form").Submit();

        Assert.True(await answer);
    }

    [Fact]
    public async Task Cancelling_answers_no()
    {
        var (dialog, answer) = await AskAsync(_question);

        dialog.FindAll("form button").Single(button => button.TextContent.Contains("Cancel")).Click();

        Assert.False(await answer);
    }

    [Fact]
    public async Task A_name_must_be_typed_exactly_before_anything_happens()
    {
        var (dialog, answer) = await AskAsync(_question with { Name = "weather" });

        dialog.Find("form").Submit();
        dialog.Find("input").Input("Weather");
        dialog.Find("form").Submit();
        Assert.False(answer.IsCompleted);
        Assert.True(dialog.Find("button[type=submit]").HasAttribute("disabled"));

        dialog.Find("input").Input("weather");
        dialog.Find("form").Submit();
        Assert.True(await answer);
    }

    async Task<(IRenderedComponent<RadzenDialog> Dialog, Task<bool> Answer)> AskAsync(Confirmation question)
    {
        var host = Render<RadzenDialog>();
        var answer = Task.FromResult(false);
        await host.InvokeAsync(() =>
        {
            answer = Services.GetRequiredService<DialogService>().ConfirmAsync(question);
        });
        host.WaitForElement("form");
        return (host, answer);
    }
}
