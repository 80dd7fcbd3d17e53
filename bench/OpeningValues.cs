using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Studio.Bench.Common;
using Studio.Domain.Common;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Bench;

/// <summary>Opening the values of a large launch, in this process, against the cryptography and the rows alone.</summary>
static class OpeningValues
{
    const int Collections = 100;
    const int EntriesEach = 100;
    const int ValueBytes = 32;
    const int Runs = 20;
    const int WarmUp = 10;
    const double Target = 3;

    public static async Task<IReadOnlyList<Line>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var gate = new WriteGate();
        var file = Path.Combine(folder.Path, "studio.db");
        var databases = new StudioDatabases(file, gate, TimeProvider.System);
        await databases.PrepareAsync(CancellationToken.None);
        var vault = new SecretVault(new VaultRing(MakeKeys(folder.Path)));
        var (project, ids) = await SeedAsync(databases, vault);
        var versions = ids.ToDictionary(id => id, _ => 1);
        var open = new OpenSecretValues(databases, vault);
        using var bare = await BareRows.OpenAsync(file, project, ids);
        var pair = await Pair.RunAsync(
            Runs,
            WarmUp,
            () => Pair.TimeAsync(async () => Expect((await open.RunAsync(project, versions, default)).Value.Count)),
            () =>
            {
                var start = Stopwatch.GetTimestamp();
                Expect(bare.Read());
                return Task.FromResult(Stopwatch.GetElapsedTime(start));
            }
        );
        databases.Close();
        return
        [
            Line.Of(
                "opening 10,000 secret values for a plan",
                "bare AES-256-GCM over the same bytes + reading the rows",
                pair,
                Target,
                "100 collections of 100 values of 32 bytes; ours on all cores, the other on one"
            ),
        ];
    }

    static Microsoft.AspNetCore.DataProtection.IDataProtectionProvider MakeKeys(string folder)
    {
        var keys = new VaultKeys(Path.Combine(folder, "keys"));
        var master = MasterKey.Create();
        keys.Create(master, TimeProvider.System.GetUtcNow());
        return keys.Open(master);
    }

    static async Task<(ProjectId Project, IReadOnlyList<SecretKeysId> Ids)> SeedAsync(
        StudioDatabases databases,
        SecretVault vault
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        List<SecretKeysId> ids = [];
        await using var database = databases.CreateDbContext();
        var project = database.Projects.Single().Id;
        for (var number = 0; number < Collections; number++)
        {
            var keys = new SecretKeyCollection(project, $"keys-{number}", null, "bench", now);
            var entries = Enumerable
                .Range(0, EntriesEach)
                .Select(entry => new EntryChange($"KEY_{entry:000}", NewValue(), Delivery.Env, null));
            keys.Save(vault, keys.Name, null, [.. entries], [], "bench", now);
            database.Add(keys);
            ids.Add(keys.Id);
        }
        await database.SaveChangesAsync();
        return (project, ids);
    }

    static SecretText NewValue() => new(RandomNumberGenerator.GetHexString(ValueBytes));

    static void Expect(int opened)
    {
        if (opened != Collections * EntriesEach)
            throw new InvalidOperationException($"Only {opened} values were opened.");
    }

    /// <summary>The same query on a connection that is open, and as many values under one key.</summary>
    sealed class BareRows : IDisposable
    {
        readonly SqliteConnection _connection;
        readonly SqliteCommand _command;
        readonly AesGcm _cipher = new(RandomNumberGenerator.GetBytes(32), AesGcm.TagByteSizes.MaxSize);
        readonly byte[] _sealed = new byte[ValueBytes];
        readonly byte[] _nonce = new byte[AesGcm.NonceByteSizes.MaxSize];
        readonly byte[] _tag = new byte[AesGcm.TagByteSizes.MaxSize];

        BareRows(SqliteConnection connection, string project, string wanted)
        {
            _connection = connection;
            _command = connection.CreateCommand();
            _command.CommandText = OpenSecretValues.Query.Replace("{0}", "$wanted").Replace("{1}", "$project");
            _command.Parameters.AddWithValue("$wanted", wanted);
            _command.Parameters.AddWithValue("$project", project);
            _cipher.Encrypt(_nonce, Encoding.UTF8.GetBytes(NewValue().Reveal()), _sealed, _tag);
        }

        public static async Task<BareRows> OpenAsync(string file, ProjectId project, IEnumerable<SecretKeysId> ids)
        {
            var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            await connection.OpenAsync();
            var wanted = JsonSerializer.Serialize(ids.Select(id => new { id = $"{id}", version = 1 }));
            return new BareRows(connection, $"{project}", wanted);
        }

        /// <returns>How many values there were.</returns>
        public int Read()
        {
            var values = new List<(string Collection, string Name, string Delivery, int Version, string Value)>();
            using var row = _command.ExecuteReader();
            while (row.Read())
            {
                _ = row.GetFieldValue<byte[]>(4);
                var value = new byte[ValueBytes];
                _cipher.Decrypt(_nonce, _sealed, _tag, value);
                values.Add(
                    (
                        row.GetString(0),
                        row.GetString(1),
                        row.GetString(2),
                        row.GetInt32(3),
                        Encoding.UTF8.GetString(value)
                    )
                );
            }
            return values.Count;
        }

        public void Dispose()
        {
            _cipher.Dispose();
            _command.Dispose();
            _connection.Dispose();
        }
    }
}
