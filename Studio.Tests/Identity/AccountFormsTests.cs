using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Studio.Client.Identity;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

public sealed class AccountFormsTests(StudioApp studio) : IClassFixture<StudioApp>
{
    const string Foreign = "http://localhost:18080";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_in_gives_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        var browser = new Browser(studio);
        var answer = await browser.SignInAsync(StudioApp.AdminEmail, "/services?page=2");
        Assert.Equal("/services?page=2", answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(
            answer.Headers.GetValues("Set-Cookie"),
            value => value.StartsWith("studio=", StringComparison.Ordinal)
        );
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var me = await browser.Client.GetAsync<MeResponse>("/api/v1/me");
        Assert.Equal((StudioApp.AdminEmail, (string?)null), (me.Email, me.TokenId));
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("//elsewhere.example")]
    [InlineData(@"/\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_nowhere_else(string returnUrl)
    {
        var answer = await new Browser(studio).SignInAsync(StudioApp.AdminEmail, returnUrl);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task The_cookie_against_forged_forms_stays_on_tls_where_it_came_by_it(string scheme, bool secure)
    {
        using var client = studio.CreateClient();
        var answer = await client.GetAsync(new Uri($"{scheme}://localhost/login"), Stop);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal(secure, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_failure_goes_back_to_the_page_which_says_why_once_and_keeps_the_address_but_not_in_its_own()
    {
        var browser = new Browser(studio);
        var answer = await browser.SignInAsync("nobody@example.com", "/services");
        Assert.Equal("/login?returnUrl=%2Fservices", answer.Headers.Location?.OriginalString);
        Assert.Null(browser.SessionCookie);
        Assert.DoesNotContain(
            "nobody",
            string.Join('\n', answer.Headers.GetValues("Set-Cookie")),
            StringComparison.Ordinal
        );

        var page = await ReadPageAsync(browser, "/login?returnUrl=%2Fservices");
        Assert.Contains(
            "The e-mail address or the password is wrong.",
            page.Body!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("nobody@example.com", page.QuerySelector("#email")!.GetAttribute("value"));
        Assert.Equal("", page.QuerySelector("#password")!.GetAttribute("value") ?? "");
        Assert.Equal("/services", page.QuerySelector("[name=returnUrl]")!.GetAttribute("value"));

        var again = await ReadPageAsync(browser, "/login");
        Assert.Null(again.QuerySelector("form [role=alert]"));
        Assert.Equal("", again.QuerySelector("#email")!.GetAttribute("value") ?? "");
    }

    [Theory]
    [InlineData("not-the-code", StudioApp.AdminEmail, StudioApp.Password, "code")]
    [InlineData(null, "nobody", StudioApp.Password, "email")]
    [InlineData(null, StudioApp.AdminEmail, "password1234", "password")]
    public async Task Setup_says_beside_a_field_what_is_wrong_with_it(
        string? code,
        string email,
        string password,
        string field
    )
    {
        await using var fresh = new StudioApp();
        await fresh.StartAsync();
        var browser = new Browser(fresh);
        var fields = new Dictionary<string, string>
        {
            ["code"] = code ?? fresh.SetupCode,
            ["email"] = email,
            ["password"] = password,
        };
        var answer = await browser.PostFormAsync("/account/setup", fields, browser.Origin);
        Assert.Equal("/setup", answer.Headers.Location?.OriginalString);

        var page = await ReadPageAsync(browser, "/setup");
        Assert.Equal($"{field}-error", Assert.Single(page.QuerySelectorAll("form [role=alert]")).Id);
        Assert.Equal(email, page.QuerySelector("#email")!.GetAttribute("value"));
        Assert.DoesNotContain(fields["code"], page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(password, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_not_from_our_page_is_not_taken()
    {
        var browser = new Browser(studio);
        var fields = new FormUrlEncodedContent([
            new("email", StudioApp.AdminEmail),
            new("password", StudioApp.Password),
        ]);
        var answer = await browser.SendAsync(HttpMethod.Post, "/account/login", browser.Origin, fields);
        Assert.Equal("/login", answer.Headers.Location?.OriginalString);
        var page = await ReadPageAsync(browser, "/login");
        Assert.Contains("open for too long", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(browser.SessionCookie);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Foreign)]
    [InlineData("null")]
    public async Task The_forms_are_not_taken_from_another_origin(string? origin)
    {
        var browser = new Browser(studio);
        var answer = await browser.PostFormAsync("/account/login", [], origin);
        await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Foreign)]
    [InlineData("null")]
    public async Task Whatever_acts_by_cookie_must_come_from_us_with_or_without_a_body(string? origin)
    {
        var browser = new Browser(studio);
        await browser.SignInAsync(StudioApp.AdminEmail);
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete])
        {
            var answer = await browser.SendAsync(method, "/api/v1/tokens/tok-1", origin);
            await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        }
    }

    [Fact]
    public async Task Our_own_pages_may_act_by_cookie()
    {
        var browser = new Browser(studio);
        await browser.SignInAsync(StudioApp.AdminEmail);
        var answer = await browser.SendAsync(HttpMethod.Delete, "/api/v1/tokens/tok-1", browser.Origin);
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Foreign)]
    public async Task A_web_socket_by_cookie_must_come_from_us(string? origin)
    {
        var browser = new Browser(studio);
        await browser.SignInAsync(StudioApp.AdminEmail);
        var client = studio.Server.CreateWebSocketClient();
        client.ConfigureRequest = request =>
        {
            request.Headers.Cookie = $"studio={browser.SessionCookie}";
            if (origin is not null)
                request.Headers.Origin = origin;
        };
        var uri = new Uri(studio.Server.BaseAddress, "/api/v1/me");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.ConnectAsync(uri, Stop));
        Assert.Contains("403", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_with_the_password_that_began_it()
    {
        var created = await studio.Admin.PostJsonAsync(
            "/api/v1/users",
            new CreateUserRequest("changer@example.com", new(StudioApp.Password), "viewer")
        );
        var user = await created.ReadAsync<UserResponse>();
        var browser = new Browser(studio);
        await browser.SignInAsync(user.Email);
        await browser.Client.GetAsync<MeResponse>("/api/v1/me");
        var change = new UpdateUserRequest { Password = new("six unrelated dogs") };
        await studio.Admin.PutJsonAsync($"/api/v1/users/{user.Id}", change);
        var next = await browser.Client.GetAsync("/api/v1/me", Stop);
        await next.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task Signing_out_takes_the_cookie_away()
    {
        var browser = new Browser(studio);
        await browser.SignInAsync(StudioApp.AdminEmail);
        var me = await browser.Client.GetAsync<MeResponse>("/api/v1/me");
        var answer = await browser.PostFormAsync("/account/logout", [], browser.Origin, me.Id);
        Assert.Equal("/login", answer.Headers.Location?.OriginalString);
        Assert.Null(browser.SessionCookie);
    }

    [Fact]
    public async Task Whoever_has_not_signed_in_is_led_to_the_sign_in_page()
    {
        var answer = await new Browser(studio).OpenPageAsync("/services?page=2");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith(
            "/login?ReturnUrl=%2Fservices%3Fpage%3D2",
            $"{answer.Headers.Location}",
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Before_setup_every_page_leads_there_and_afterwards_setup_leads_home()
    {
        await using var fresh = new StudioApp();
        await fresh.StartAsync();
        var browser = new Browser(fresh);
        foreach (var page in (string[])["/", "/login", "/services"])
            Assert.Equal("/setup", (await browser.OpenPageAsync(page)).Headers.Location?.OriginalString);
        var fields = new Dictionary<string, string>
        {
            ["code"] = fresh.SetupCode,
            ["email"] = StudioApp.AdminEmail,
            ["password"] = StudioApp.Password,
        };
        var answer = await browser.PostFormAsync("/account/setup", fields, browser.Origin);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        Assert.NotNull(browser.SessionCookie);
        Assert.Equal("/", (await browser.OpenPageAsync("/setup")).Headers.Location?.OriginalString);
    }

    static async Task<IDocument> ReadPageAsync(Browser browser, string path)
    {
        var answer = await browser.OpenPageAsync(path);
        var html = await answer.Content.ReadAsStringAsync(Stop);
        return new HtmlParser().ParseDocument(html);
    }
}
