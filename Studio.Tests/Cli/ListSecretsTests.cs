using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Studio.Client.Common;
using Studio.Client.PullSecrets;
using Studio.Client.SecretKeys;
using Studio.Tests.Client;
using YamlDotNet.RepresentationModel;

namespace Studio.Tests.Cli;

public sealed class ListSecretsTests
{
    [Fact]
    public async Task Both_kinds_are_JSON_when_piped()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);

        var (code, output, error) = await cli.RunAsync("secret", "list");

        Assert.Equal((0, ""), (code, error));
        var rows = JsonElement.Parse(output).EnumerateArray().ToList();
        Assert.Equal(["keys", "other"], rows.Select(row => row.GetProperty("kind").GetString()));
        Assert.Equal(["weather", "registry-a"], rows.Select(row => row.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Both_kinds_are_a_table_on_a_terminal()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address) { OnTerminal = true };

        var lines = (await cli.RunAsync("secret", "list")).Out.Split('\n');

        Assert.Matches(@"^ID\s+NAME\s+KIND\s+ENTRIES\s+IN-USE\s+UPDATED$", lines[0]);
        Assert.Matches(@"^keys-01\s+weather\s+keys\s+1\s+3 \(2 running\)\s+2026-01-02 03:04:05Z$", lines[1]);
        Assert.Matches(@"^pull-01\s+registry-a\s+other\s+-\s", lines[2]);
    }

    [Fact]
    public async Task A_long_name_is_not_cut_off()
    {
        var name = new string('x', 300);
        await using var studio = await StudioAsync(name);
        using var cli = new CliRun(studio.Address) { OnTerminal = true };

        var (code, output, _) = await cli.RunAsync("secret", "list");

        Assert.Equal(0, code);
        Assert.Contains($"keys-01  {name}  keys", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_for_goes_before_what_is_piped()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);

        var table = await cli.RunAsync("secret", "list", "-o", "table");
        cli.OnTerminal = true;
        var yaml = await cli.RunAsync("secret", "list", "--output", "yaml");

        Assert.StartsWith("ID ", table.Out, StringComparison.Ordinal);
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml.Out));
        var first = ((YamlSequenceNode)stream.Documents.Single().RootNode).Children[0];
        Assert.Equal("weather", (string?)first["name"]);
        Assert.Equal("3", (string?)first["inUse"]["services"]);
        Assert.Contains("updatedAt: \"2026-01-02T03:04:05Z\"", yaml.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_read_to_its_end()
    {
        await using var studio = await FakeStudio.StartAsync(app =>
        {
            app.MapGet(
                "/api/v1/projects/team/secret-keys",
                (int page, int pageSize) =>
                    Results.Json(
                        new PagedResponse<SecretKeysListItemResponse>(
                            [Samples.SecretKeys with { Name = $"page-{page}" }],
                            page,
                            pageSize,
                            3
                        )
                    )
            );
            app.MapGet(
                "/api/v1/projects/team/pull-secrets",
                () => Results.Json(new PagedResponse<PullSecretResponse>([], 1, 200, 0))
            );
        });
        using var cli = new CliRun(studio.Address);

        var (_, output, _) = await cli.RunAsync("secret", "list", "--project", "team");

        Assert.Equal(
            ["page-1", "page-2", "page-3"],
            JsonElement.Parse(output).EnumerateArray().Select(row => row.GetProperty("name").GetString())
        );
    }

    [Fact]
    public async Task Unused_leaves_out_what_a_service_uses()
    {
        await using var studio = await StudioAsync();
        using var cli = new CliRun(studio.Address);

        var (_, output, _) = await cli.RunAsync("secret", "list", "--unused");

        Assert.DoesNotContain("registry-a", output, StringComparison.Ordinal);
        Assert.Contains(studio.Requests, request => request.Contains("unused=true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_control_character_of_a_name_does_not_reach_the_terminal()
    {
        await using var studio = await StudioAsync(name: "we\u001b[31mather");
        using var cli = new CliRun(studio.Address) { OnTerminal = true };

        var (_, output, _) = await cli.RunAsync("secret", "list");

        Assert.DoesNotContain('\u001b', output);
        Assert.Contains("we [31mather", output, StringComparison.Ordinal);
    }

    private static Task<FakeStudio> StudioAsync(string name = "weather") =>
        FakeStudio.StartAsync(app =>
        {
            app.MapGet(
                "/api/v1/projects/default/secret-keys",
                () =>
                    Results.Json(
                        new PagedResponse<SecretKeysListItemResponse>(
                            [Samples.SecretKeys with { Name = name }],
                            1,
                            200,
                            1
                        )
                    )
            );
            app.MapGet(
                "/api/v1/projects/default/pull-secrets",
                () => Results.Json(new PagedResponse<PullSecretResponse>([Samples.PullSecret], 1, 200, 1))
            );
        });
}
