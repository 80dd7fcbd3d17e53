using FsCheck;
using FsCheck.Fluent;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.SecretKeys;

namespace Studio.Tests.Common;

public sealed class NamesAndIdsTests
{
    const string NameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const string EntryCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

    [Fact]
    public void An_id_is_the_same_after_a_journey_as_text() =>
        Prop.ForAll<Guid>(value => WireId.Parse<TokenId>($"{new TokenId(value)}") == new TokenId(value))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Ids_sort_as_text_as_they_do_as_numbers() =>
        Prop.ForAll<Guid, Guid>(
                (one, other) =>
                    Math.Sign(string.CompareOrdinal($"{new TokenId(one)}", $"{new TokenId(other)}"))
                    == Math.Sign(one.CompareTo(other))
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_id_is_no_name_and_none_of_another_kind() =>
        Prop.ForAll<Guid>(value =>
                Names.Check($"{new TokenId(value)}") is not null
                && !WireId.TryParse<SecretKeysId>($"{new TokenId(value)}", out _)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_either_an_id_that_comes_back_or_none() =>
        Prop.ForAll<string>(text => !WireId.TryParse<TokenId>(text, out var id) || $"{id}" == text)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_name_that_is_taken_has_nothing_that_a_shell_a_path_or_a_host_would_mind() =>
        Prop.ForAll(
                AlmostNames().ToArbitrary(),
                text =>
                    Names.Check(text) is not null
                    || (
                        text.Length is >= 1 and <= 63
                        && text.All(NameCharacters.Contains)
                        && text[0] != '-'
                        && text[^1] != '-'
                    )
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_entry_name_that_is_taken_is_one_for_every_shell() =>
        Prop.ForAll(
                AlmostNames().ToArbitrary(),
                text =>
                    Names.CheckEntry(text) is not null
                    || (
                        text.Length is >= 1 and <= 128
                        && text.All(EntryCharacters.Contains)
                        && !char.IsAsciiDigit(text[0])
                    )
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("../etc")]
    [InlineData("-rf")]
    [InlineData("a;b")]
    [InlineData("$(id)")]
    [InlineData("a\n")]
    [InlineData("a-")]
    [InlineData("A")]
    [InlineData("а")] // Cyrillic
    [InlineData("a\u200bb")]
    [InlineData("\u202eabc")]
    [InlineData("keys-00000000000000000000000000")]
    public void A_name_that_could_be_taken_for_something_else_is_refused(string name) =>
        Assert.NotNull(Names.Check(name));

    [Fact]
    public void A_name_of_63_characters_is_taken_and_one_of_64_is_not()
    {
        Assert.Null(Names.Check(new string('a', 63)));
        Assert.NotNull(Names.Check(new string('a', 64)));
    }

    /// <summary>Texts that are names, but for a character here and there.</summary>
    static Gen<string> AlmostNames() =>
        Gen.Elements((NameCharacters + EntryCharacters + "-_-/.$ \n\0é").ToCharArray())
            .ListOf()
            .Select(characters => string.Concat(characters));
}
