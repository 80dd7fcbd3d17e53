using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Studio.Domain.Migrations
{
    /// <inheritdoc />
    public partial class GivenSecrets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "GivenSecrets",
                columns: table => new
                {
                    Launch = table.Column<string>(type: "TEXT", nullable: false),
                    Collection = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_GivenSecrets", x => new { x.Launch, x.Collection, x.Version });
                    table.ForeignKey(
                        name: "FK_GivenSecrets_Launches_Launch",
                        column: x => x.Launch,
                        principalTable: "Launches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_GivenSecrets_Collection_Version",
                table: "GivenSecrets",
                columns: new[] { "Collection", "Version" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "GivenSecrets");
        }
    }
}
