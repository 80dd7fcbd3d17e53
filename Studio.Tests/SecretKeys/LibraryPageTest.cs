using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Studio.Common;
using Studio.Domain.SecretKeys;
using Studio.SecretKeys;
using Studio.Tests.Hosting;

namespace Studio.Tests.SecretKeys;

/// <summary>Pages of a library, with collections in it.</summary>
public abstract class LibraryPageTest : PageTest
{
    private protected PageDoor Door => Services.GetRequiredService<PageDoor>();

    static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    private protected async Task<SecretKeysView> GivenAsync(
        Library library,
        string name,
        params (string Name, string Value)[] entries
    )
    {
        var create = Studio.Services.GetRequiredService<CreateSecretKeys>();
        var inputs = entries.Select(entry => SecretKeysWorld.Entry(entry.Name, entry.Value)).ToList();
        var created = await Door.RunAsync(
            (actor, project) =>
                create.RunAsync(actor, library.Owner(actor, project), new SecretKeysDraft(name, null, inputs), Stop)
        );
        return created.Value;
    }

    private protected async Task<SecretKeysView> GetAsync(Library library, string name)
    {
        var get = Studio.Services.GetRequiredService<GetSecretKeys>();
        var found = await Door.RunAsync(
            (actor, project) => get.RunAsync(actor, library.Owner(actor, project), name, Stop)
        );
        return found.Value;
    }

    /// <summary>As somebody else does at the same time.</summary>
    private protected async Task SetAsync(Library library, string name, string entry, string value)
    {
        var set = Studio.Services.GetRequiredService<SetEntry>();
        var input = SecretKeysWorld.Entry(entry, value);
        await Door.RunAsync(
            (actor, project) => set.RunAsync(actor, library.Owner(actor, project), name, input, null, Stop)
        );
    }

    /// <summary>Words of an element, with one blank between them.</summary>
    private protected static string Words(AngleSharp.Dom.IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
