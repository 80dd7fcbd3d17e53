using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Tests.Storage;

namespace Studio.Tests.Audit;

/// <summary>The log only grows: whoever looks for one actor or one thing must not read all of it.</summary>
public sealed class AuditIndexTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ann@example.com", null)]
    [InlineData("usr-01kamb5vpheenvs4sgtj2a9tkv", null)]
    [InlineData("tok-01kamb5vpheenvs4sgtj2a9tkv", null)]
    [InlineData(null, "web")]
    [InlineData(null, "svc-01kamb5vpheenvs4sgtj2a9tkv")]
    public async Task Entries_of_one_actor_or_subject_come_in_order_from_an_index(string? actor, string? subject)
    {
        await using var databases = await TestDatabase.CreateAsync();
        await using var database = databases.CreateDbContext();
        var entries = ListAudit.Matching(database.AuditEntries, new AuditFilter(Actor: actor, Subject: subject));
        await database.Database.OpenConnectionAsync(Stop);
        await using var command = entries.OrderByDescending(entry => entry.Sequence).Take(50).CreateDbCommand();
        command.CommandText =
            "EXPLAIN QUERY PLAN "
            + command.CommandText[command.CommandText.IndexOf("SELECT", StringComparison.Ordinal)..];
        await using var reader = await command.ExecuteReaderAsync(Stop);
        List<string> plan = [];
        while (await reader.ReadAsync(Stop))
            plan.Add(reader.GetString(3));
        Assert.StartsWith("SEARCH", Assert.Single(plan), StringComparison.Ordinal);
    }
}
