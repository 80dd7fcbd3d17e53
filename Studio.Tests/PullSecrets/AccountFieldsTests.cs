using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Studio.Components;
using Studio.Domain.Common;
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
    public void A_json_key_says_whose_it_is_as_soon_as_it_is_pasted()
    {
        var form = RenderFields();

        form.Find("textarea").Input(PullSecretsWorld.JsonKey);

        Assert.Contains(
            "puller@acme-prod.iam.gserviceaccount.com in project acme-prod",
            form.Find(".owner").TextContent,
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

        form.Find("textarea").Input("something else");
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

    [Theory]
    [InlineData(RegistryKind.Gcp)]
    [InlineData(RegistryKind.Acr)]
    [InlineData(RegistryKind.Other)]
    public void Each_form_says_each_error_at_a_field_of_its_own(RegistryKind kind)
    {
        _draft.Kind = kind;
        var problem = new Invalid([.. _draft.Fields.Select(field => new FieldError(field, $"wrong {field}"))]);

        var form = RenderFields(errors: FormErrors.Of(problem, _draft.Fields));

        Assert.Equal(
            _draft.Fields.Select(field => $"wrong {field}").Order(),
            form.FindAll(".field .error").Select(error => error.LastChild!.TextContent.Trim()).Order()
        );
    }

    [Theory]
    [InlineData(RegistryKind.Gcp, "Location")]
    [InlineData(RegistryKind.Acr, "Registry name")]
    [InlineData(RegistryKind.Other, "Server")]
    public void What_is_wrong_with_the_server_is_said_where_it_is_chosen(RegistryKind kind, string label)
    {
        _draft.Kind = kind;

        var form = RenderFields(errors: FormErrors.Of(new Invalid("server", "wrong"), "server"));

        Assert.Equal(label, Assert.Single(form.FindAll(".field.invalid label > span[id]")).TextContent);
    }

    [Fact]
    public void Each_registry_gets_what_was_typed_into_its_own_form()
    {
        var form = RenderFields();
        Type(form, " europe-west1 ", "team", PullSecretsWorld.JsonKey);
        var gcp = Assert.IsType<GcpAccount>(_draft.ToAccount());
        Assert.Equal(
            ("europe-west1", "team", PullSecretsWorld.JsonKey),
            (gcp.Location, gcp.Repository, gcp.JsonKey?.Reveal())
        );

        form.FindAll("input[type=radio]")[1].Change(true);
        Type(form, "acme", "principal", "acr password", "tenant");
        var acr = Assert.IsType<AcrAccount>(_draft.ToAccount());
        Assert.Equal(
            ("acme", "principal", "acr password", "tenant"),
            (acr.RegistryName, acr.ServicePrincipalId, acr.Password?.Reveal(), acr.TenantId)
        );

        form.FindAll("input[type=radio]")[2].Change(true);
        Type(form, "registry.example.com", "deploy", "other password", "ann@example.com");
        var other = Assert.IsType<OtherAccount>(_draft.ToAccount());
        Assert.Equal(
            ("registry.example.com", "deploy", "other password", "ann@example.com"),
            (other.Server, other.Username, other.Password?.Reveal(), other.Email)
        );
    }

    [Fact]
    public void A_key_can_be_read_from_its_file_and_a_file_that_is_none_is_refused()
    {
        var form = RenderFields();

        form.FindComponent<InputFile>()
            .UploadFiles(InputFileContent.CreateFromText(new string('x', 65 * 1024), "big.json"));
        form.WaitForAssertion(() => Assert.Contains("larger than 64 KiB", form.Markup, StringComparison.Ordinal));
        Assert.Null(_draft.JsonKey);

        form.FindComponent<InputFile>()
            .UploadFiles(InputFileContent.CreateFromText(PullSecretsWorld.JsonKey, "key.json"));
        form.WaitForAssertion(() => Assert.Equal(PullSecretsWorld.JsonKey, _draft.JsonKey));
        Assert.DoesNotContain("larger", form.Markup, StringComparison.Ordinal);
    }

    /// <summary>Into the fields of the form, in their order.</summary>
    static void Type(IRenderedComponent<AccountFields> form, params string[] texts)
    {
        for (var i = 0; i < texts.Length; i++)
        {
            var input = form.FindAll(".field :is(input:not([type=file]), textarea)")[i];
            if (input.TagName == "TEXTAREA" || input.HasAttribute("placeholder"))
                input.Input(texts[i]);
            else
                input.Change(texts[i]);
        }
    }

    static IEnumerable<string> Labels(IRenderedComponent<AccountFields> form) =>
        form.FindAll(".field label > span[id]").Select(label => label.TextContent);

    IRenderedComponent<AccountFields> RenderFields(string? stored = null, FormErrors? errors = null) =>
        Render<AccountFields>(with =>
            with.Add(it => it.Draft, _draft)
                .Add(it => it.Stored, stored)
                .Add(it => it.Errors, errors ?? FormErrors.None)
        );
}
