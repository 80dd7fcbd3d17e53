using Bunit;
using Microsoft.AspNetCore.Components;
using Studio.Components;

namespace Studio.Tests.Components;

public class FieldTests : ComponentTest
{
    [Fact]
    public void The_input_is_described_by_its_error_and_its_hint()
    {
        var field = RenderField(error: "Names have no spaces.", hint: "Lower case.");

        var input = field.Find("input");
        var described = input.GetAttribute("aria-describedby")!.Split(' ');
        Assert.Equal(
            ["Names have no spaces.", "Lower case."],
            described.Select(id => field.Find($"#{id}").LastChild!.TextContent.Trim())
        );
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal(input.Id, field.Find("label").GetAttribute("for"));
    }

    [Fact]
    public void A_field_without_an_error_is_not_marked_invalid()
    {
        var input = RenderField(error: null, hint: null).Find("input");

        Assert.Null(input.GetAttribute("aria-invalid"));
        Assert.Null(input.GetAttribute("aria-describedby"));
        Assert.Equal("true", input.GetAttribute("aria-required"));
    }

    [Fact]
    public void Two_fields_never_share_an_id() =>
        Assert.NotEqual(RenderField(null, null).Find("input").Id, RenderField(null, null).Find("input").Id);

    [Fact]
    public void An_error_goes_when_its_input_changes_and_comes_back_with_the_next_check()
    {
        var form = RenderChecked(Check(), error: null);
        Assert.Null(Error(form));

        RenderAgain(form, Check(), "Bad name.");
        Assert.Equal("Bad name.", Error(form));

        form.Find("input").Input("b");
        Assert.Null(Error(form));
        Assert.Null(form.Find("input").GetAttribute("aria-invalid"));

        RenderAgain(form, Check(), "Bad name.");
        Assert.Equal("Bad name.", Error(form));
    }

    [Fact]
    public void A_field_without_an_error_does_not_listen_to_typing() =>
        Assert.Throws<MissingEventHandlerException>(() => RenderField(null, null).Find("input").Input("b"));

    [Fact]
    public void What_one_check_found_stays_where_it_was_found()
    {
        var check = Check();
        var form = RenderChecked(check, "Bad name.");

        RenderAgain(form, check, "Of another row.");

        Assert.Equal("Bad name.", Error(form));
    }

    static FormErrors Check() => FormErrors.Of(null);

    static string? Error(IRenderedComponent<CascadingValue<FormErrors>> form) =>
        form.FindAll(".error").SingleOrDefault()?.LastChild!.TextContent.Trim();

    IRenderedComponent<CascadingValue<FormErrors>> RenderChecked(FormErrors check, string? error) =>
        Render<CascadingValue<FormErrors>>(with =>
            with.Add(it => it.Value, check).Add(it => it.ChildContent, Checked(error))
        );

    static void RenderAgain(IRenderedComponent<CascadingValue<FormErrors>> form, FormErrors check, string? error) =>
        form.Render(with => with.Add(it => it.Value, check).Add(it => it.ChildContent, Checked(error)));

    static RenderFragment Checked(string? error) =>
        builder =>
        {
            builder.OpenComponent<Field>(0);
            builder.AddComponentParameter(1, nameof(Field.Label), "Name");
            builder.AddComponentParameter(2, nameof(Field.Error), error);
            builder.AddComponentParameter(3, nameof(Field.ChildContent), Input);
            builder.CloseComponent();
        };

    static readonly RenderFragment<FieldContext> Input = context =>
        builder =>
        {
            builder.OpenElement(0, "input");
            builder.AddMultipleAttributes(1, context.Attributes);
            builder.CloseElement();
        };

    IRenderedComponent<Field> RenderField(string? error, string? hint) =>
        Render<Field>(with =>
            with.Add(it => it.Label, "Name")
                .Add(it => it.Error, error)
                .Add(it => it.Hint, hint)
                .Add(it => it.ChildContent, Input)
        );
}
