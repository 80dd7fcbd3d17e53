using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Studio.Components;

namespace Studio.Tests.Components;

public class StreamingComponentTests : ComponentTest
{
    [Fact]
    public void Each_item_is_shown_as_it_arrives_and_the_end_is_told()
    {
        var lines = Channel.CreateUnbounded<string>();
        var panel = Render<LinesPanel>(with => with.Add(it => it.Source, lines));

        lines.Writer.TryWrite("one ");
        panel.WaitForAssertion(() => Assert.Equal("one ", panel.Markup));
        lines.Writer.TryWrite("two ");
        lines.Writer.Complete();

        panel.WaitForAssertion(() => Assert.Equal("one two end", panel.Markup));
    }

    [Fact]
    public async Task Disposing_cancels_the_stream_and_waits_for_it()
    {
        var panel = Render<LinesPanel>(with => with.Add(it => it.Source, Channel.CreateUnbounded<string>())).Instance;
        await panel.Started.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);

        await panel.DisposeAsync();

        Assert.True(panel.CleanedUp);
    }

    [Fact]
    public void A_failing_stream_reaches_the_error_boundary()
    {
        var lines = Channel.CreateUnbounded<string>();
        lines.Writer.Complete(new InvalidDataException("broken"));

        var page = Render<Microsoft.AspNetCore.Components.Web.ErrorBoundary>(with =>
            with.AddChildContent<LinesPanel>(panel => panel.Add(it => it.Source, lines))
                .Add(it => it.ErrorContent, failure => $"<b>{failure.Message}</b>")
        );

        page.WaitForAssertion(() => Assert.Equal("broken", page.Find("b").TextContent));
    }

    sealed class LinesPanel : StreamingComponent<string>
    {
        string _text = "";

        [Parameter, EditorRequired]
        public required Channel<string> Source { get; set; }

        public TaskCompletionSource Started { get; } = new();

        public bool CleanedUp { get; private set; }

        protected override async IAsyncEnumerable<string> StreamAsync([EnumeratorCancellation] CancellationToken stop)
        {
            Started.SetResult();
            try
            {
                await foreach (var line in Source.Reader.ReadAllAsync(stop))
                    yield return line;
            }
            finally
            {
                // Later than the cancellation, so that only a dispose that waits sees it.
                await Task.Yield();
                CleanedUp = true;
            }
        }

        protected override void Receive(string item) => _text += item;

        protected override void End() => _text += "end";

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, _text);
    }
}
