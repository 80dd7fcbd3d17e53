using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Studio.Domain.PullSecrets;
using Studio.PullSecrets;
using Studio.Tests.Components;

namespace Studio.Tests.PullSecrets;

public class AccountFieldsTests : ComponentTest
{
    readonly AccountDraft _draft = new();

    [Fact]
    public void The_fields_follow_the_registry()
    {
        var form = RenderFields();
        Assert.Equal(["Location", "Repository", "JSON key"], Labels(form));

        form.FindAll("input[type=radio]")[1].Change(true);
        Assert.Equal(["Registry name", "Service principal ID", "Password", "Tenant ID"], Labels(form));

        form.FindAll("input[type=radio]")[2].Change(true);
        Assert.Equal(["Server", "Username", "Password", "E-mail"], Labels(form));
    }

    [Fact]
    public void What_is_typed_for_one_registry_is_not_sent_for_another()
    {
        (_draft.Location, _draft.JsonKey) = ("europe-west1", "a key");
        (_draft.Kind, _draft.Server, _draft.Password) = (RegistryKind.Other, "registry.example.com", "a password");

        var account = Assert.IsType<OtherAccount>(_draft.ToAccount());

        Assert.Equal("registry.example.com", account.Server);
        Assert.Equal("a password", account.Password?.Reveal());
    }

    [Theory]
    [InlineData(RegistryKind.Gcp, "europe-west1-docker.pkg.dev")]
    [InlineData(RegistryKind.Acr, "acme.azurecr.io")]
    [InlineData(RegistryKind.Other, "registry.example.com:5000")]
    public void It_says_where_the_credentials_go(RegistryKind kind, string server)
    {
        (_draft.Kind, _draft.Location, _draft.RegistryName, _draft.Server) = (
            kind,
            "europe-west1",
            "Acme",
            "registry.example.com:5000"
        );

        Assert.Contains(server, RenderFields().Find(".target").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_json_key_says_whose_it_is()
    {
        _draft.JsonKey = PullSecretsWorld.JsonKey;

        Assert.Contains(
            "puller@acme-prod.iam.gserviceaccount.com in project acme-prod",
            RenderFields().Find(".owner").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_key_that_is_read_from_a_file_says_whose_it_is_and_is_not_sent_back()
    {
        var form = RenderFields();

        form.FindComponent<InputFile>()
            .UploadFiles(InputFileContent.CreateFromText(PullSecretsWorld.JsonKey, "acme.json"));

        form.WaitForElement(".owner");
        Assert.Equal(PullSecretsWorld.JsonKey, _draft.JsonKey);
        Assert.DoesNotContain("private_key", form.Markup, StringComparison.Ordinal);
        Assert.Contains("Read from acme.json.", form.Markup, StringComparison.Ordinal);

        form.Find("textarea").Change("something else");
        Assert.Equal("something else", _draft.JsonKey);
    }

    [Fact]
    public void A_stored_password_is_a_mask_until_it_is_replaced()
    {
        _draft.Kind = RegistryKind.Other;
        var form = RenderFields(stored: "••••••••a1b2");
        Assert.Empty(form.FindAll("input[type=password]"));

        form.Find("[aria-label='Replace Password']").Click();

        Assert.Equal("", form.Find("input[type=password]").GetAttribute("value") ?? "");
        Assert.Null(((OtherAccount)_draft.ToAccount()).Password);
    }

    static IEnumerable<string> Labels(IRenderedComponent<AccountFields> form) =>
        form.FindAll(".field label > span[id]").Select(label => label.TextContent);

    IRenderedComponent<AccountFields> RenderFields(string? stored = null) =>
        Render<AccountFields>(with => with.Add(it => it.Draft, _draft).Add(it => it.Stored, stored));
}
