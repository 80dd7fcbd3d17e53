using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Studio.Bench.Common;
using Studio.Client.Common;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Bench;

/// <summary>A page of a long list against the same of a short one.</summary>
static partial class Listing
{
    const int Few = 10;
    const int Many = 10_000;
    const int PerSave = 1000;
    const int EntriesEach = 3;
    const int Runs = 30;
    const int WarmUp = 10;
    const double Target = 1.5;

    public static async Task<IReadOnlyList<Line>> RunAsync()
    {
        using var folderOfMany = new TemporaryFolder();
        using var folderOfFew = new TemporaryFolder();
        await using var many = await StartAsync(folderOfMany.Path, Many);
        await using var few = await StartAsync(folderOfFew.Path, Few);

        // As many items on both pages: what is compared is the length of the list, not of the page.
        var page = new ListQuery { PageSize = Few };
        Task ListAsync(StudioProcess studio) => studio.Client.SecretKeys.ListAsync(StudioProcess.Project, page);
        using var browserOfMany = await SignInAsync(many);
        using var browserOfFew = await SignInAsync(few);
        return
        [
            Line.Of(
                "list of 10,000 collections, REST, a page of 10",
                "the same of 10",
                await CompareAsync(() => ListAsync(many), () => ListAsync(few)),
                Target
            ),
            Line.Of(
                "`/secrets` with 10,000 collections",
                "the same with 10",
                await CompareAsync(() => OpenPageAsync(browserOfMany), () => OpenPageAsync(browserOfFew)),
                Target,
                "the server's HTML until its last byte, with a session cookie, for first paint; its page has 50 rows against 10"
            ),
        ];
    }

    static Task<Pair> CompareAsync(Func<Task> many, Func<Task> few) =>
        Pair.RunAsync(Runs, WarmUp, () => Pair.TimeAsync(many), () => Pair.TimeAsync(few));

    static async Task<StudioProcess> StartAsync(string folder, int collections)
    {
        await (await StudioProcess.SetUpAsync(folder)).DisposeAsync();
        await SeedAsync(Path.Combine(folder, "data/studio.db"), collections);
        var studio = await StudioProcess.StartAsync(folder);
        await studio.LogInAsync();
        return studio;
    }

    // Ten thousand requests would take minutes. A list opens no value, so any key will do.
    static async Task SeedAsync(string file, int collections)
    {
        using var gate = new WriteGate();
        var databases = new StudioDatabases(file, gate, TimeProvider.System);
        var vault = new SecretVault(new VaultRing(new EphemeralDataProtectionProvider()));
        var now = TimeProvider.System.GetUtcNow();
        foreach (var numbers in Enumerable.Range(0, collections).Chunk(PerSave))
        {
            await using var database = databases.CreateDbContext();
            var project = database.Projects.Single().Id;
            foreach (var number in numbers)
            {
                var name = $"keys-{number:00000}";
                var keys = new SecretKeyCollection(project, name, null, StudioProcess.Email, now);
                var entries = Enumerable
                    .Range(0, EntriesEach)
                    .Select(entry => new EntryChange($"KEY_{entry}", new SecretText("a value"), Delivery.Env, null));
                keys.Save(vault, name, null, [.. entries], [], StudioProcess.Email, now);
                database.Add(keys);
            }
            await database.SaveChangesAsync();
        }
        databases.Close();
    }

    static async Task<HttpClient> SignInAsync(StudioProcess studio)
    {
        var browser = new HttpClient(new SocketsHttpHandler()) { BaseAddress = studio.Address };
        var page = await browser.GetStringAsync(new Uri("/login", UriKind.Relative));
        var form = new Dictionary<string, string>
        {
            ["email"] = StudioProcess.Email,
            ["password"] = StudioProcess.Password,
            ["__RequestVerificationToken"] = FormToken().Match(page).Groups[1].Value,
        };
        browser.DefaultRequestHeaders.Add("Origin", studio.Address.GetLeftPart(UriPartial.Authority));
        using var content = new FormUrlEncodedContent(form);
        using var answer = await browser.PostAsync(new Uri("/account/login", UriKind.Relative), content);
        return browser;
    }

    static async Task OpenPageAsync(HttpClient browser)
    {
        var page = await browser.GetStringAsync(new Uri("/secrets", UriKind.Relative));
        if (!page.Contains("keys-00000", StringComparison.Ordinal))
            throw new InvalidOperationException("The page shows no collection.");
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex FormToken();
}
