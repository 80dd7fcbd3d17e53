using System.Globalization;
using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.Redaction;
using Studio.Logs;
using Studio.Tests.Hosting;

namespace Studio.Tests.Logs;

/// <summary>What stands in the address of a log.</summary>
public sealed class LogParametersTests
{
    readonly ManualClock _clock = new() { Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero) };

    [Theory]
    [InlineData("2026-11-27T10:00:00Z", "2026-11-27T10:00:00.0000000+00:00")]
    [InlineData("2026-11-27T10:00:00.5", "2026-11-27T10:00:00.5000000+00:00")]
    [InlineData("2026-11-27T10:00:00+02:00", "2026-11-27T08:00:00.0000000+00:00")]
    // As a browser sends a plus that nobody has encoded.
    [InlineData("2026-11-27T10:00:00 02:00", "2026-11-27T08:00:00.0000000+00:00")]
    [InlineData("0", "1970-01-01T00:00:00.0000000+00:00")]
    [InlineData("1795780804.25", "2026-11-27T12:00:04.2500000+00:00")]
    [InlineData("90s", "2026-11-27T11:58:30.0000000+00:00")]
    [InlineData("10m", "2026-11-27T11:50:00.0000000+00:00")]
    [InlineData("1h30m", "2026-11-27T10:30:00.0000000+00:00")]
    [InlineData("2d", "2026-11-25T12:00:00.0000000+00:00")]
    public void A_moment_is_written_in_many_ways(string text, string moment)
    {
        var query = Read(new() { Since = text, Until = text }).Value;

        Assert.Equal(moment, query.Since?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(query.Since, query.Until);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("10m5h")]
    [InlineData("99999d")]
    [InlineData("253402300800")]
    [InlineData("2026-13-01T00:00:00Z")]
    public void What_is_no_moment_is_none(string text) => Assert.IsType<Invalid>(Read(new() { Since = text }).Problem);

    [Theory]
    [InlineData(null, false)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("", true)]
    [InlineData("true", true)]
    [InlineData("1", true)]
    public void A_parameter_without_a_value_is_a_yes(string? text, bool yes) =>
        Assert.Equal(
            yes,
            Read(
                new()
                {
                    Follow = text,
                    Timestamps = text,
                    Download = text,
                }
            ).Value.Follow
        );

    [Fact]
    public void What_is_left_out_or_empty_wants_everything()
    {
        var all = Read(
            new()
            {
                Tail = "all",
                Since = "",
                Stream = "",
                Instance = "",
            }
        ).Value;

        Assert.Equal((null, null, null, null), (all.Tail, all.Since, all.IsError, all.Instance));
    }

    [Fact]
    public void Which_stream_and_which_launch_is_meant()
    {
        var launch = LaunchId.New();

        Assert.Equal(launch, Read(new() { Instance = $"{launch}" }).Value.Instance);
        Assert.False(Read(new() { Stream = "stdout" }).Value.IsError);
        Assert.True(Read(new() { Stream = "stderr" }).Value.IsError);
        Assert.Equal(7, Read(new() { Tail = "7" }).Value.Tail);
    }

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        LogParameters wrong = new("x", "-1", "x", "x", "x", null, "x", "x", "x");

        var fields = Assert.IsType<Invalid>(Read(wrong).Problem).Errors.Select(error => error.Field);

        Assert.Equal(
            ["download", "follow", "instance", "since", "stream", "tail", "timestamps", "until"],
            fields.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void What_Studio_says_itself_is_told_from_what_the_container_printed()
    {
        var line = new RedactedLine(0, _clock.Now, IsError: true, KnownValues.None.Redact("x"), IsPart: false);

        Assert.Equal("studio", RedactedLine.Remark(_clock.Now, "x").ToResponse().Stream);
        Assert.Equal("stderr", line.ToResponse().Stream);
        Assert.Equal("stdout", (line with { IsError = false }).ToResponse().Stream);
    }

    Result<Domain.Logs.LogQuery> Read(LogParameters parameters) => parameters.ToQuery(_clock);
}
