using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Studio.Components;

namespace Studio.Tests.Components;

/// <summary>What the shared components need around them: Radzen, a clock that stands still, an address.</summary>
public abstract class ComponentTest : BunitContext
{
    private protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddScoped<RelativeClock>();
    }

    private protected ManualTime Time { get; } = new();
}
