using System.Diagnostics;
using Studio.Adapters.Docker;

namespace Studio.Tests.Adapters.Docker;

/// <summary>Ends real processes, of this machine.</summary>
public sealed class CommandMarkTests
{
    const int Times = 8;

    /// <summary>Starts others faster than one can look.</summary>
    const string Breeder = "while :; do sleep 300 & sleep 0.001; done";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task What_keeps_starting_others_is_ended_with_all_of_them() =>
        EndBreedersAsync(mark =>
        {
            Assert.True(mark.Kill());
            return Task.CompletedTask;
        });

    [Fact]
    public Task So_it_is_by_the_shell_that_does_it_where_Studio_cannot() =>
        EndBreedersAsync(async mark =>
        {
            using var killer = Start(null, [.. mark.Killer]);
            await killer.WaitForExitAsync(Stop);
        });

    [Fact]
    public void Where_nothing_has_the_mark_nothing_is_ended() => Assert.False(CommandMark.New().Kill());

    static async Task EndBreedersAsync(Func<CommandMark, Task> end)
    {
        for (var time = 0; time < Times; time++)
        {
            var mark = CommandMark.New();
            using var breeder = Start(mark, "sh", "-c", Breeder);
            await Task.Delay(50 + (7 * time), Stop);

            await end(mark);

            await breeder.WaitForExitAsync(Stop);
            // What was ended may need a moment to go; what was overlooked would sleep on.
            await Task.Delay(50, Stop);
            Assert.False(mark.Kill());
        }
    }

    static Process Start(CommandMark? mark, params string[] command)
    {
        ProcessStartInfo start = new(command[0], command[1..]);
        if ($"{mark}".Split('=') is [var name, var value])
            start.Environment[name] = value;
#pragma warning disable RS0030 // What is ended here are processes.
        return Process.Start(start)!;
#pragma warning restore RS0030
    }
}
