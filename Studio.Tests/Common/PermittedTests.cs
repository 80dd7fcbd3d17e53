using Bunit;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Tests.Components;

namespace Studio.Tests.Common;

public class PermittedTests : ComponentTest
{
    static readonly ProjectId _project = ProjectId.New();

    [Fact]
    public void An_administrator_is_offered_the_action() =>
        Assert.Equal("act", Offered(new(Somebody(Role.Administrator), _project)));

    [Fact]
    public void A_viewer_gets_what_is_there_otherwise() =>
        Assert.Equal("look", Offered(new(Somebody(Role.Viewer), _project)));

    [Fact]
    public void A_right_in_another_project_is_none() =>
        Assert.Equal("look", Offered(new(Somebody(Role.Administrator) with { Project = ProjectId.New() }, _project)));

    [Fact]
    public void Nothing_shows_while_it_is_not_known_who_asks() => Assert.Equal("", Offered(null));

    static Actor Somebody(Role role) => new() { Name = "ann@example.com", Permissions = Roles.Permissions(role) };

    string Offered(Rights? rights)
    {
        RenderTree.TryAdd<Microsoft.AspNetCore.Components.CascadingValue<Rights?>>(with =>
            with.Add(it => it.Value, rights)
        );
        return Render<Permitted>(with =>
            with.Add(it => it.To, Permission.ManageSecrets)
                .Add(it => it.ChildContent, "act")
                .Add(it => it.Otherwise, "look")
        ).Markup;
    }
}
