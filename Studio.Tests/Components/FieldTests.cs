using Bunit;
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

    IRenderedComponent<Field> RenderField(string? error, string? hint) =>
        Render<Field>(with =>
            with.Add(it => it.Label, "Name")
                .Add(it => it.Error, error)
                .Add(it => it.Hint, hint)
                .Add(
                    it => it.ChildContent,
                    context =>
                        builder =>
                        {
                            builder.OpenElement(0, "input");
                            builder.AddMultipleAttributes(1, context.Attributes);
                            builder.CloseElement();
                        }
                )
        );
}
