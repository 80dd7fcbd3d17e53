using Bunit;
using Studio.PullSecrets;
using Studio.SecretKeys;
using Studio.Tests.Hosting;

namespace Studio.Tests.SecretKeys;

/// <summary>The forms behind "New Secret Keys" and "New Image Pull Secret", as people press keys in them.</summary>
public sealed class SecretFormsTests : PageTest
{
    [Fact]
    public void Of_blank_rows_one_is_left_to_type_in()
    {
        var page = Render<NewSecretKeysPage>();
        page.FindAll("button").Single(button => button.TextContent.Contains("Add", StringComparison.Ordinal)).Click();
        var two = page.FindComponent<EntryRows>().Instance.Rows.Count;

        page.Find("form").Submit();

        Assert.Equal((2, 1), (two, page.FindComponent<EntryRows>().Instance.Rows.Count));
    }

    [Fact]
    public void Enter_in_the_connection_test_tests_and_does_not_save()
    {
        var page = Render<PullSecretPage>();

        var forms = page.FindAll("form");

        Assert.Equal(2, forms.Count);
        var (account, test) = (forms[0], forms[1]);
        Assert.NotNull(test.QuerySelector("input"));
        Assert.Equal("Test connection", test.QuerySelector("button[type=submit]")!.TextContent.Trim());
        var save = page.Find($"button[type=submit][form={account.Id}]");
        Assert.Contains("Create Secret", save.TextContent, StringComparison.Ordinal);
        Assert.Null(account.QuerySelector("form"));
    }
}
