using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Studio.Domain.Launches;
using Studio.Domain.Services;

namespace Studio.Domain.Timeline;

/// <summary>What happened to a container of a service.</summary>
public enum ServiceEventKind
{
    Started,

    /// <summary>Ended, by itself or by a signal; <see cref="ServiceEvent.ExitCode"/> says how.</summary>
    Ended,

    /// <summary>The kernel killed a process of it for the memory limit.</summary>
    OutOfMemory,
    Healthy,
    Unhealthy,

    /// <summary>Taken away: replaced by Studio, or removed from outside.</summary>
    Removed,

    /// <summary>Ended again and again: Studio starts it at growing intervals from here on.</summary>
    CrashLoop,
}

/// <summary>Something that happened to a service's container, as the engine or Studio's own look at it told. Never changed.</summary>
public sealed class ServiceEvent
{
    ServiceEvent() { }

    /// <param name="detail">A sentence of Studio's own: no text of a container goes here.</param>
    public ServiceEvent(
        ServiceId service,
        ServiceEventKind kind,
        string container,
        DateTimeOffset at,
        LaunchId? launch = null,
        int? exitCode = null,
        string? detail = null
    )
    {
        Service = service;
        Kind = kind;
        Container = container;
        At = at;
        Launch = launch;
        ExitCode = exitCode;
        Detail = detail;
    }

    /// <summary>Counts up in the order of writing.</summary>
    public long Id { get; private set; }

    public ServiceId Service { get; private set; }

    public DateTimeOffset At { get; private set; }

    public ServiceEventKind Kind { get; private set; }

    /// <summary>The engine's id.</summary>
    public string Container { get; private set; } = "";

    /// <summary>The launch that made the container.</summary>
    public LaunchId? Launch { get; private set; }

    public int? ExitCode { get; private set; }

    public string? Detail { get; private set; }
}

sealed class ServiceEventConfiguration : IEntityTypeConfiguration<ServiceEvent>
{
    public void Configure(EntityTypeBuilder<ServiceEvent> happened)
    {
        happened.ToTable("ServiceEvents");
        happened.HasIndex(row => new { row.Service, row.Id });
        happened.HasIndex(row => row.At);
        happened.Property(row => row.Kind).HasConversion<string>();
        happened.HasOne<Service>().WithMany().HasForeignKey(row => row.Service).OnDelete(DeleteBehavior.Cascade);
    }
}
