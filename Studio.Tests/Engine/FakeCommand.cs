using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Studio.Domain.Engine;

namespace Studio.Tests.Engine;

/// <summary>A command in memory: what it prints is written by the test, what is typed is kept.</summary>
sealed class FakeCommand : IRunningCommand
{
    readonly Channel<CommandOutput> _output = Channel.CreateUnbounded<CommandOutput>();
    readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int? _code;

    /// <summary>How often the engine is asked for the code before it knows it.</summary>
    public int CodeIsLate { get; set; }

    public StringBuilder Typed { get; } = new();

    public List<TerminalSize> Sizes { get; } = [];

    /// <summary>Ended, with everything that it started.</summary>
    public Task Disposed => _disposed.Task;

    public static FakeCommand Printing(string output, string error = "", int code = 0)
    {
        FakeCommand command = new();
        command.Print(output);
        command.Print(error, isError: true);
        command.End(code);
        return command;
    }

    public void Print(string text, bool isError = false) =>
        _output.Writer.TryWrite(new(isError, Encoding.UTF8.GetBytes(text)));

    public void End(int code)
    {
        _code = code;
        _output.Writer.Complete();
    }

    public async IAsyncEnumerable<CommandOutput> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var piece in _output.Reader.ReadAllAsync(stop))
            yield return piece;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> input, CancellationToken stop)
    {
        Typed.Append(Encoding.UTF8.GetString(input.Span));
        return ValueTask.CompletedTask;
    }

    public Task ResizeAsync(TerminalSize size, CancellationToken stop)
    {
        Sizes.Add(size);
        return Task.CompletedTask;
    }

    public Task<int?> GetExitCodeAsync(CancellationToken stop) => Task.FromResult(CodeIsLate-- > 0 ? null : _code);

    public ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
