using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Vault;

/// <summary>Wraps the vault's keys with the master key, by AES-256-GCM, where DataProtection writes them to disk.</summary>
sealed class MasterKeyEncryptor(MasterKey key) : IXmlEncryptor
{
    internal static readonly XName Element = "studioWrappedKey";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var sealedBytes = new byte[plain.Length];
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        using var cipher = new AesGcm(key.DeriveWrappingKey(), tag.Length);
        cipher.Encrypt(nonce, plain, sealedBytes, tag, MasterKeyDecryptor.Version1);
        CryptographicOperations.ZeroMemory(plain);
        var element = new XElement(
            Element,
            new XAttribute("version", 1),
            new XAttribute("masterKey", key.Id),
            new XElement("nonce", Convert.ToBase64String(nonce)),
            new XElement("tag", Convert.ToBase64String(tag)),
            new XElement("value", Convert.ToBase64String(sealedBytes))
        );
        return new EncryptedXmlInfo(element, typeof(MasterKeyDecryptor));
    }
}

/// <summary>Reads what <see cref="MasterKeyEncryptor"/> wrote. DataProtection finds it by the type name in the key's file.</summary>
/// <param name="services">Holds the <see cref="MasterKey"/>.</param>
sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    /// <summary>Authenticated with the ciphertext, so that a later format cannot be passed off as this one.</summary>
    internal static readonly byte[] Version1 = "Studio.Vault.KeyWrap.v1"u8.ToArray();

    public XElement Decrypt(XElement encryptedElement)
    {
        if ((int?)encryptedElement.Attribute("version") != 1)
            throw new CryptographicException("This vault key was written by a newer Studio.");
        var value = Part("value");
        var plain = new byte[value.Length];
        using var cipher = new AesGcm(
            services.GetRequiredService<MasterKey>().DeriveWrappingKey(),
            AesGcm.TagByteSizes.MaxSize
        );
        cipher.Decrypt(Part("nonce"), value, Part("tag"), plain, Version1);
        var element = XElement.Parse(Encoding.UTF8.GetString(plain));
        CryptographicOperations.ZeroMemory(plain);
        return element;

        byte[] Part(string name) =>
            Convert.FromBase64String((string?)encryptedElement.Element(name) ?? throw new CryptographicException());
    }
}
