using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Studio.Shell;

namespace Studio.Tests.Shell;

public sealed class SessionEndTests
{
    /// <summary>The router takes an open page away when its session ends, but only a page that says so.</summary>
    [Fact]
    public void Every_page_is_for_who_is_signed_in_or_says_that_it_is_for_all()
    {
        var pages = typeof(App).Assembly.GetTypes().Where(type => type.IsDefined(typeof(RouteAttribute))).ToList();

        Assert.Contains(typeof(Studio.Services.ServicesPage), pages);
        Assert.All(pages, page => Assert.NotNull(page.GetCustomAttribute<AuthorizeAttribute>()));
        Assert.Equal(
            ["LoginPage", "SetupPage"],
            pages
                .Where(page => page.IsDefined(typeof(AllowAnonymousAttribute)))
                .Select(page => page.Name)
                .Order(StringComparer.Ordinal)
        );
    }
}
