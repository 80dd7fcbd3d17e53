using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Studio.Domain.Vault;

/// <summary>
/// Type, owner and mode of a file, links not followed: what .NET does not tell about owners
/// (<see href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</see>, whose layout is the same on every processor).
/// </summary>
readonly record struct UnixFile(bool IsRegular, bool IsOurs, UnixFileMode Mode)
{
    const int CurrentDirectory = -100;
    const int DoNotFollow = 0x100;
    const uint BasicFacts = 0x7ff;
    const int NotFound = 2;
    const int NotADirectory = 20;
    const int FactsLength = 256;
    const int OwnerOffset = 20;
    const int ModeOffset = 28;
    const int TypeMask = 0xf000;
    const int RegularType = 0x8000;

    /// <returns>Null when there is nothing of this name.</returns>
    public static UnixFile? Find(string path)
    {
        var facts = new byte[FactsLength];
        if (ReadFacts(CurrentDirectory, path, DoNotFollow, BasicFacts, facts) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is NotFound or NotADirectory ? null : throw new Win32Exception(error);
        }

        var owner = BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(OwnerOffset));
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(ModeOffset));
        return new((mode & TypeMask) == RegularType, owner == EffectiveUser(), (UnixFileMode)(mode & ~TypeMask));
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true, BestFitMapping = false)]
    static extern int ReadFacts(
        int directory,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        int flags,
        uint mask,
        [Out] byte[] facts
    );

    [DllImport("libc", EntryPoint = "geteuid")]
    static extern uint EffectiveUser();
}
