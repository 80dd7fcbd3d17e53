using Studio.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddShell();

var app = builder.Build();
app.UseSecurityHeaders();
app.MapShell();
app.Run();

/// <summary>The server. Public so that tests can start it in process.</summary>
public partial class Program;
