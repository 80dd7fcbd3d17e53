using FsCheck;
using FsCheck.Fluent;
using Studio.Domain.Services;

namespace Studio.Tests.Services;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("httpd -f -p 8080", new[] { "httpd", "-f", "-p", "8080" })]
    [InlineData("  sh   -c 'echo \"$HOME\"; exit 1' ", new[] { "sh", "-c", "echo \"$HOME\"; exit 1" })]
    [InlineData("a\\ b c", new[] { "a b", "c" })]
    [InlineData("\"a \\\"b\\\" \\n\"", new[] { "a \"b\" \\n" })]
    [InlineData("'' x", new[] { "", "x" })]
    [InlineData("pre'fix'ed", new[] { "prefixed" })]
    [InlineData("* $(id) ; |", new[] { "*", "$(id)", ";", "|" })]
    public void A_line_is_split_as_a_shell_would_and_nothing_is_expanded(string line, string[] expected)
    {
        Assert.True(ShellWords.TrySplit(line, out var words, out _));
        Assert.Equal(expected, words);
    }

    [Theory]
    [InlineData("sh -c 'open")]
    [InlineData("sh \"open")]
    [InlineData("sh \\")]
    public void An_open_end_is_an_error(string line) => Assert.False(ShellWords.TrySplit(line, out _, out _));

    [Fact]
    public void Joined_words_split_into_themselves() =>
        Prop.ForAll<NonNull<string>[]>(words =>
                ShellWords.TrySplit(ShellWords.Join(words.Select(word => word.Get)), out var again, out _)
                && again.SequenceEqual(words.Select(word => word.Get))
            )
            .QuickCheckThrowOnFailure();
}
