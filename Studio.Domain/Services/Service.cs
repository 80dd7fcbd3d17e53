using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>What people want of a service.</summary>
public enum DesiredState
{
    Stopped,
    Running,
}

/// <summary>Something that should run. What it is made of stands in its revisions, which never change.</summary>
public sealed class Service : IVersioned
{
    readonly List<ServiceRevision> _revisions = [];
    readonly List<ServiceUse> _uses = [];

    Service() { }

    public Service(ProjectId project, ServiceDefinition definition, string by, DateTimeOffset now)
    {
        Id = ServiceId.New();
        Project = project;
        CreatedAt = now;
        Revise(definition, by, now);
    }

    public ServiceId Id { get; private set; }

    public ProjectId Project { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Number of the newest revision, from 1.</summary>
    public int Revision { get; private set; }

    /// <summary>What people edit against: the newest revision. Launching and stopping do not change it.</summary>
    public int Version => Revision;

    /// <summary>Counts every change, of the definition and of what runs. The concurrency token.</summary>
    public int Changes { get; private set; }

    public DesiredState Desired { get; private set; }

    /// <summary>The launch that is live, or was when the service was stopped.</summary>
    public LaunchId? LiveLaunch { get; private set; }

    /// <summary>The newest launch, whatever became of it.</summary>
    public LaunchId? LastLaunch { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public string UpdatedBy { get; private set; } = "";

    /// <summary>Only what the query loaded.</summary>
    public IReadOnlyList<ServiceRevision> Revisions => _revisions;

    /// <summary>What a revision says that the query loaded.</summary>
    public ServiceDefinition Definition(int revision) => _revisions.Single(row => row.Number == revision).Definition;

    /// <summary>What the newest revision refers to. Load it and that revision before <see cref="Revise"/>.</summary>
    public IReadOnlyList<ServiceUse> Uses => _uses;

    /// <summary>Makes the next revision, or nothing when the definition is the same.</summary>
    /// <returns>Whether one was made.</returns>
    public bool Revise(ServiceDefinition definition, string by, DateTimeOffset now)
    {
        if (_revisions.Find(revision => revision.Number == Revision)?.Definition.IsSameAs(definition) == true)
            return false;
        Changes++;
        Revision++;
        Name = definition.Name;
        UpdatedAt = now;
        UpdatedBy = by;
        _revisions.Add(new ServiceRevision(Id, Revision, definition, by, now));
        var used = definition.Subjects().ToHashSet();
        _uses.RemoveAll(use => !used.Remove(use.Subject));
        _uses.AddRange(used.Select(subject => new ServiceUse(subject)));
        return true;
    }

    /// <summary>Somebody wants it to run, and this launch is to see to it.</summary>
    public void Order(LaunchId launch)
    {
        Changes++;
        Desired = DesiredState.Running;
        LastLaunch = launch;
    }

    /// <summary>Nobody wants it to run.</summary>
    public void Stop()
    {
        Changes++;
        Desired = DesiredState.Stopped;
    }

    public void GoLive(LaunchId launch)
    {
        Changes++;
        LiveLaunch = launch;
    }
}

/// <summary>The newest revision of a service refers to something: kept beside the definition so that it can be asked for.</summary>
public sealed class ServiceUse
{
    ServiceUse() { }

    internal ServiceUse(string subject) => Subject = subject;

    public ServiceId Service { get; private set; }

    /// <summary>Wire id of secret keys or of a pull secret.</summary>
    public string Subject { get; private set; } = "";
}

/// <summary>One immutable version of a service's definition.</summary>
public sealed class ServiceRevision
{
    ServiceRevision() { }

    internal ServiceRevision(ServiceId service, int number, ServiceDefinition definition, string by, DateTimeOffset at)
    {
        Id = RevisionId.New();
        Service = service;
        Number = number;
        Definition = definition;
        By = by;
        At = at;
    }

    public RevisionId Id { get; private set; }

    public ServiceId Service { get; private set; }

    public int Number { get; private set; }

    public ServiceDefinition Definition { get; private set; } = null!;

    public string By { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
}
