using System.Net;
using System.Security.Cryptography;
using Studio.Client;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Vault;

public sealed class SealedTests(EngineFixture engine)
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_its_master_key_Studio_is_sealed_and_writes_nothing_until_it_is_unsealed()
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        var stage = new Stage(engine, server.Admin);
        await stage.CreateKeysAsync(("TOKEN", "a value of some length"));
        await server.StopAsync();
        var key = await File.ReadAllTextAsync(server.MasterKeyFile, Stop);
        File.Delete(server.MasterKeyFile);
        var before = await DatabaseAsync(server);

        await using var keyless = new StudioServer(engine, server.Folder);
        keyless.StartServer();
        await keyless.LogInAsync();
        var writing = await Assert.ThrowsAsync<StudioException>(() =>
            new Stage(engine, keyless.Admin).CreateKeysAsync(("OTHER", "value"))
        );
        var shown = await keyless.Admin.SecretKeys.GetAsync(StudioServer.Project, stage.Keys, Stop);
        using var http = keyless.CreateClient();
        var ready = await http.GetAsync(new Uri("/readyz", UriKind.Relative), Stop);

        Assert.Equal((423, "sealed"), (writing.Status, writing.Code));
        Assert.Equal("••••••••", Assert.Single(shown.Entries).Preview);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(before, await DatabaseAsync(keyless));

        Assert.False((await keyless.Admin.Vault.UnsealAsync(new(new(key.Trim())), Stop)).Sealed);
        await new Stage(engine, keyless.Admin).CreateKeysAsync(("OTHER", "value"));
        Assert.NotEqual(before, await DatabaseAsync(keyless));
    }

    /// <summary>Database and journal: where SQLite writes.</summary>
    static async Task<string> DatabaseAsync(StudioServer server)
    {
        var hashes = new List<string>();
        foreach (var file in Directory.EnumerateFiles(server.DataDirectory, "studio.db*").Order())
        {
            if (new FileInfo(file).Length > 0 && !file.EndsWith("-shm", StringComparison.Ordinal))
                hashes.Add($"{file} {Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file, Stop)))}");
        }

        return string.Join('\n', hashes);
    }
}
