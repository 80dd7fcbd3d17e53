var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.Run();

/// <summary>The server. Public so that tests can start it in process.</summary>
public partial class Program;
