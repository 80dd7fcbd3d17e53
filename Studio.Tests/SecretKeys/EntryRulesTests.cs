using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using static Studio.Tests.SecretKeys.SecretKeysWorld;

namespace Studio.Tests.SecretKeys;

public sealed class EntryRulesTests
{
    static readonly Dictionary<string, int> Nothing = [];

    /// <summary>Texts near the border between good and bad names.</summary>
    static readonly Arbitrary<string> NearNames = Gen.Elements("aZ_09-. \n\0=$éА\u202e\ud800".ToCharArray())
        .ListOf()
        .Select(characters => string.Concat(characters))
        .ToArbitrary();

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    [InlineData("1X")]
    [InlineData("A-B")]
    [InlineData("A\n")]
    [InlineData("A\0")]
    [InlineData("../A")]
    [InlineData("\u0410PI_KEY")]
    public void A_name_that_no_shell_would_take_is_refused(string name) =>
        Assert.Equal(
            new FieldError("entries[0].name", Names.EntryRule),
            Assert.Single(Check(Entry(name, "a-fine-value")))
        );

    [Theory]
    [InlineData("PATH")]
    [InlineData("LD_PRELOAD")]
    [InlineData("LD_LIBRARY_PATH")]
    [InlineData("LD_AUDIT")]
    public void A_name_that_changes_how_programs_load_takes_an_explicit_yes(string name)
    {
        Assert.Equal("entries[0].name", Assert.Single(Check(Entry(name, "/a/fine/value"))).Field);
        Assert.Empty(Check(Entry(name, "/a/fine/value") with { AllowReserved = true }));
        var stored = new Dictionary<string, int> { [name] = 10 };
        Assert.Empty(EntryRules.Check([Entry(name, "/another/value")], stored, _ => ""));
    }

    [Fact]
    public void The_second_of_two_entries_with_one_name_is_refused() =>
        Assert.Equal("entries[2].name", Assert.Single(Check(Entry("A", "x"), Entry("B", "x"), Entry("A", "y"))).Field);

    [Theory]
    [InlineData(null, "needed")]
    [InlineData("", "needed")]
    [InlineData("canary\0canary", "NUL")]
    [InlineData("canary-half-a-pair", "Unicode")]
    public void A_value_that_no_variable_can_hold_is_refused_without_quoting_it(string? value, string reason)
    {
        // Half a surrogate pair cannot stand in an attribute.
        var text = value?.Replace("half-a-pair", "\ud800", StringComparison.Ordinal);
        var error = Assert.Single(Check(Entry("A", text)));
        Assert.Equal("entries[0].value", error.Field);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_have_limits_and_are_counted_in_bytes()
    {
        var most = new string('é', 32 * 1024);
        Assert.Empty(Check(Entry("A", most)));
        Assert.Equal("entries[0].value", Assert.Single(Check(Entry("A", most + "x"))).Field);
        var full = Enumerable.Range(0, 17).Select(n => Entry($"E{n}", most)).ToArray();
        Assert.Empty(Check(full[..16]));
        Assert.Equal("entries", Assert.Single(Check(full)).Field);
        var stored = new Dictionary<string, int> { ["KEPT"] = 1024 * 1024 };
        Assert.Equal("entries", Assert.Single(EntryRules.Check([Entry("A", "x")], stored, _ => "")).Field);
    }

    [Fact]
    public void A_collection_has_at_most_500_entries()
    {
        var many = Enumerable.Range(0, 501).Select(n => Entry($"E{n}", "value")).ToArray();
        Assert.Empty(Check(many[..500]));
        Assert.Equal("entries", Assert.Single(Check(many)).Field);
        var stored = many[..500].ToDictionary(entry => entry.Name!, _ => 5);
        Assert.Equal("entries", Assert.Single(EntryRules.Check([many[500]], stored, _ => "")).Field);
    }

    [Fact]
    public void Entry_names_are_exactly_those_of_the_rule() =>
        Prop.ForAll(NearNames, name => Names.CheckEntry(name) is null == IsEntryName(name)).QuickCheckThrowOnFailure();

    [Fact]
    public void Resource_names_are_exactly_those_of_the_rule() =>
        Prop.ForAll(NearNames, name => Names.Check(name) is null == IsName(name)).QuickCheckThrowOnFailure();

    [Fact]
    public void No_sentence_ever_quotes_a_value() =>
        Prop.ForAll(
                NearNames,
                text =>
                    Check(Entry(text, $"canary{text}\0"), Entry(null!, $"canary{text}\ud800"))
                        .All(error => !error.Message.Contains("canary", StringComparison.Ordinal))
            )
            .QuickCheckThrowOnFailure();

    static List<FieldError> Check(params EntryInput[] entries) =>
        [.. EntryRules.Check(entries, Nothing, n => string.Create(CultureInfo.InvariantCulture, $"entries[{n}]."))];

    static bool IsEntryName(string name) =>
        name.Length is >= 1 and <= 128
        && !char.IsAsciiDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    static bool IsName(string name) =>
        name.Length is >= 1 and <= 63
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
        && name[0] != '-'
        && name[^1] != '-';
}
