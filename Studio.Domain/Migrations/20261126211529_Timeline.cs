using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Studio.Domain.Migrations
{
    /// <inheritdoc />
    public partial class Timeline : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "LiveAt",
                table: "Launches",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Pattern",
                table: "Launches",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "Launches",
                type: "TEXT",
                nullable: false,
                defaultValue: "Launch");

            migrationBuilder.CreateTable(
                name: "ServiceEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Service = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Container = table.Column<string>(type: "TEXT", nullable: false),
                    Launch = table.Column<string>(type: "TEXT", nullable: true),
                    ExitCode = table.Column<int>(type: "INTEGER", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ServiceEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ServiceEvents_Services_Service",
                        column: x => x.Service,
                        principalTable: "Services",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            // What an earlier version brought to life can be gone back to. A launch that gave way before it was live has an unfinished step.
            migrationBuilder.Sql(
                """
                UPDATE "Launches" SET "LiveAt" = "EndedAt"
                WHERE "State" IN ('Live', 'Superseded') AND "ContainerId" IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM json_each("Launches"."Steps") AS step WHERE step."value" ->> 'State' <> 'Done'
                )
                """);

            migrationBuilder.CreateIndex(
                name: "IX_ServiceEvents_At",
                table: "ServiceEvents",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_ServiceEvents_Service_Id",
                table: "ServiceEvents",
                columns: new[] { "Service", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ServiceEvents");

            migrationBuilder.DropColumn(
                name: "LiveAt",
                table: "Launches");

            migrationBuilder.DropColumn(
                name: "Pattern",
                table: "Launches");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "Launches");
        }
    }
}
