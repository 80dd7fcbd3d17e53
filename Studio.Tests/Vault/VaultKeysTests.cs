using System.Security.Cryptography;
using Studio.Domain.Common;
using Studio.Domain.Vault;

namespace Studio.Tests.Vault;

public sealed class VaultKeysTests : IDisposable
{
    static readonly VaultPlace Place = new("proj-1", "keys-1", "API_KEY", 1);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("studio-keys-");
    readonly MasterKey _master = MasterKey.Create();

    VaultKeys Keys => new(_folder.FullName);

    [Fact]
    public void A_value_opens_with_the_same_keys_read_again()
    {
        Keys.Create(_master, TimeProvider.System.GetUtcNow());
        var ciphertext = Vault(_master).Seal(new SecretText("value"), Place);
        Assert.Equal("value", Vault(_master).Open(ciphertext, Place).Reveal());
    }

    [Fact]
    public void An_older_key_still_opens_what_it_sealed_after_a_newer_one_was_made()
    {
        var now = TimeProvider.System.GetUtcNow();
        Keys.Create(_master, now.AddMinutes(-1));
        var ciphertext = Vault(_master).Seal(new SecretText("value"), Place);
        var newer = Keys.Create(_master, now);
        Assert.Equal("value", Vault(_master).Open(ciphertext, Place).Reveal());
        // The id of its key is in every ciphertext, after DataProtection's magic number.
        Assert.Equal(newer, new Guid(Vault(_master).Seal(new SecretText("value"), Place).AsSpan(4, 16)));
    }

    [Fact]
    public void Without_keys_nothing_is_sealed_and_no_key_is_made()
    {
        Assert.ThrowsAny<Exception>(() => Vault(_master).Seal(new SecretText("value"), Place));
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Another_master_key_opens_nothing_and_no_key_is_made()
    {
        Keys.Create(_master, TimeProvider.System.GetUtcNow());
        var ciphertext = Vault(_master).Seal(new SecretText("value"), Place);
        var other = MasterKey.Create();
        Assert.Throws<CryptographicException>(() => Vault(other).Open(ciphertext, Place));
        Assert.ThrowsAny<Exception>(() => Vault(other).Seal(new SecretText("value"), Place));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_key_is_wrapped_on_disk_and_a_changed_file_does_not_open()
    {
        Keys.Create(_master, TimeProvider.System.GetUtcNow());
        var ciphertext = Vault(_master).Seal(new SecretText("value"), Place);
        var file = Assert.Single(_folder.GetFiles()).FullName;
        var text = File.ReadAllText(file);
        Assert.Contains("studioWrappedKey", text, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey>", text, StringComparison.Ordinal);
        var value = text.IndexOf("<value>", StringComparison.Ordinal) + "<value>".Length;
        File.WriteAllText(file, text[..value] + (text[value] == 'A' ? 'B' : 'A') + text[(value + 1)..]);
        Assert.Throws<CryptographicException>(() => Vault(_master).Open(ciphertext, Place));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_not_32_bytes_of_base64_is_no_master_key(string text) => Assert.Null(MasterKey.Parse(text));

    [Fact]
    public void A_master_key_is_known_by_its_id_and_prints_no_more_than_that()
    {
        var again = MasterKey.Parse(_master.Reveal() + "\n")!;
        Assert.Equal(_master.Id, again.Id);
        Assert.NotEqual(MasterKey.Create().Id, _master.Id);
        Assert.Equal($"master key {_master.Id}", $"{_master}");
        Assert.DoesNotContain(
            _master.Id,
            Convert.ToHexStringLower(Convert.FromBase64String(_master.Reveal())),
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);

    SecretVault Vault(MasterKey key) => new(new VaultRing(Keys.Open(key)));
}
