namespace Studio.Domain.Vault;

/// <summary>
/// Where a sealed value belongs. It is bound into the ciphertext: moved to another row, the value does not open.
/// </summary>
/// <param name="Owner">Wire id of the project or user that owns it.</param>
/// <param name="Container">Wire id of the collection or pull secret.</param>
/// <param name="Entry">Name within that.</param>
/// <param name="Version">The entry's version.</param>
public readonly record struct VaultPlace(string Owner, string Container, string Entry, int Version);
