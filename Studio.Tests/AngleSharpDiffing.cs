using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Studio.Tests;

/// <summary>
/// Loads the AngleSharp.Diffing that was restored. bUnit is compiled against 1.1.1; not every package source has it, and bUnit
/// uses nothing that 0.17.0 lacks. The default binder refuses a lower version, a Resolving handler may return one.
/// </summary>
static class AngleSharpDiffing
{
    const string Name = "AngleSharp.Diffing";

    [ModuleInitializer]
    internal static void Register() =>
        AssemblyLoadContext.Default.Resolving += (context, assembly) =>
            assembly.Name == Name
                ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "compat", $"{Name}.dll"))
                : null;
}
