using Microsoft.AspNetCore.Http;
using Studio.Shell;

namespace Studio.Tests.Shell;

public class ThemeTests
{
    [Theory]
    [InlineData("studio-theme=dark", "dark")]
    [InlineData("studio-theme=light", "light")]
    [InlineData("studio-theme=evil", null)]
    [InlineData("", null)]
    public void Only_the_two_themes_come_from_the_cookie_and_otherwise_the_system_decides(string cookie, string? theme)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = cookie;

        Assert.Equal(theme, Theme.Chosen(context));
    }
}
