using Bunit;
using Studio.Components;

namespace Studio.Tests.Components;

public class MaskedValueTests : ComponentTest
{
    [Theory]
    [InlineData("••••••••a1b2", "Hidden value that ends in a1b2")]
    [InlineData("••••••••", "Hidden value")]
    public void A_screen_reader_hears_words_and_not_eight_dots(string preview, string words)
    {
        var masked = Render<MaskedValue>(with => with.Add(it => it.Preview, preview).Add(it => it.Bytes, 40));

        Assert.Equal(words, masked.Find("[role=img]").GetAttribute("aria-label"));
        Assert.Equal("40 bytes", masked.Find(".bytes").TextContent);
    }

    [Fact]
    public void A_length_that_is_not_known_is_not_shown() =>
        Assert.Empty(Render<MaskedValue>(with => with.Add(it => it.Preview, "••••••••")).FindAll(".bytes"));
}
