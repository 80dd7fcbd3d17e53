using System.Reflection;
using Studio.Domain.Engine;

namespace Studio.Tests.Engine;

/// <summary>An engine that is asked for nothing but its facts.</summary>
public class FactsEngine : DispatchProxy
{
    public Func<CancellationToken, Task<EngineFacts>> Answer { get; set; } =
        _ => Task.FromResult(new EngineFacts("test", "1.2.3", "1.41", "linux", "amd64"));

    public int Asked { get; private set; }

    public IContainerEngine Port => (IContainerEngine)(object)this;

    public static FactsEngine Create() => (FactsEngine)(object)Create<IContainerEngine, FactsEngine>();

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name != nameof(IContainerEngine.GetFactsAsync))
            throw new InvalidOperationException(targetMethod.Name);
        Asked++;
        return Answer((CancellationToken)args![0]!);
    }
}
