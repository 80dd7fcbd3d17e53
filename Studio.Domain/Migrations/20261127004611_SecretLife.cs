using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Studio.Domain.Migrations
{
    /// <inheritdoc />
    public partial class SecretLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SecretKeys_Project_Name",
                table: "SecretKeys");

            migrationBuilder.RenameColumn(
                name: "Project",
                table: "SecretKeys",
                newName: "Owner");

            migrationBuilder.RenameIndex(
                name: "IX_SecretKeys_Project_UpdatedAt_Name",
                table: "SecretKeys",
                newName: "IX_SecretKeys_Owner_UpdatedAt_Name");

            migrationBuilder.RenameIndex(
                name: "IX_SecretKeys_Project_EntryCount_Name",
                table: "SecretKeys",
                newName: "IX_SecretKeys_Owner_EntryCount_Name");

            migrationBuilder.RenameIndex(
                name: "IX_SecretKeys_Project_CreatedAt_Name",
                table: "SecretKeys",
                newName: "IX_SecretKeys_Owner_CreatedAt_Name");

            migrationBuilder.AddColumn<string>(
                name: "After",
                table: "Launches",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Restored",
                table: "SecretKeysVersions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DeletedAt",
                table: "SecretKeys",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Preset",
                table: "SecretKeys",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Notice",
                table: "SecretKeyEntries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "LaunchSecretVersions",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Launch = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LaunchSecretVersions", x => new { x.Launch, x.Id, x.Version });
                    table.ForeignKey(
                        name: "FK_LaunchSecretVersions_Launches_Launch",
                        column: x => x.Launch,
                        principalTable: "Launches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql(
                """
                INSERT OR IGNORE INTO "LaunchSecretVersions" ("Launch", "Id", "Name", "Version")
                SELECT launch."Id", used."value" ->> 'Id', used."value" ->> 'Name', used."value" ->> 'Version'
                FROM "Launches" AS launch, json_each(launch."SecretVersions") AS used;
                """);

            // As it is, and not through a new table: the rows above refer to this one.
            migrationBuilder.Sql("""ALTER TABLE "Launches" DROP COLUMN "SecretVersions";""");

            migrationBuilder.CreateIndex(
                name: "IX_SecretKeys_Owner_Name",
                table: "SecretKeys",
                columns: new[] { "Owner", "Name" },
                unique: true,
                filter: "\"DeletedAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SecretKeyEntries_ExpiresAt",
                table: "SecretKeyEntries",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_LaunchSecretVersions_Id_Version",
                table: "LaunchSecretVersions",
                columns: new[] { "Id", "Version" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // An earlier version knows of none that are deleted: they would come back, and in the way of others that have their names now.
            migrationBuilder.Sql(
                """
                DELETE FROM "SecretKeyEntries" WHERE "Collection" IN (SELECT "Id" FROM "SecretKeys" WHERE "DeletedAt" IS NOT NULL);
                DELETE FROM "SecretKeysVersions" WHERE "Collection" IN (SELECT "Id" FROM "SecretKeys" WHERE "DeletedAt" IS NOT NULL);
                DELETE FROM "SecretKeys" WHERE "DeletedAt" IS NOT NULL;
                """);

            migrationBuilder.AddColumn<string>(
                name: "SecretVersions",
                table: "Launches",
                type: "TEXT",
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE "Launches" SET "SecretVersions" = (
                    SELECT json_group_array(json_object('Id', used."Id", 'Name', used."Name", 'Version', used."Version"))
                    FROM "LaunchSecretVersions" AS used WHERE used."Launch" = "Launches"."Id");
                """);

            migrationBuilder.DropTable(
                name: "LaunchSecretVersions");

            migrationBuilder.DropIndex(
                name: "IX_SecretKeys_Owner_Name",
                table: "SecretKeys");

            migrationBuilder.DropIndex(
                name: "IX_SecretKeyEntries_ExpiresAt",
                table: "SecretKeyEntries");

            migrationBuilder.DropColumn(
                name: "Restored",
                table: "SecretKeysVersions");

            migrationBuilder.DropColumn(
                name: "DeletedAt",
                table: "SecretKeys");

            migrationBuilder.DropColumn(
                name: "Preset",
                table: "SecretKeys");

            migrationBuilder.DropColumn(
                name: "Notice",
                table: "SecretKeyEntries");

            migrationBuilder.RenameColumn(
                name: "Owner",
                table: "SecretKeys",
                newName: "Project");

            migrationBuilder.RenameIndex(
                name: "IX_SecretKeys_Owner_UpdatedAt_Name",
                table: "SecretKeys",
                newName: "IX_SecretKeys_Project_UpdatedAt_Name");

            migrationBuilder.RenameIndex(
                name: "IX_SecretKeys_Owner_EntryCount_Name",
                table: "SecretKeys",
                newName: "IX_SecretKeys_Project_EntryCount_Name");

            migrationBuilder.RenameIndex(
                name: "IX_SecretKeys_Owner_CreatedAt_Name",
                table: "SecretKeys",
                newName: "IX_SecretKeys_Project_CreatedAt_Name");

            migrationBuilder.Sql("""ALTER TABLE "Launches" DROP COLUMN "After";""");

            migrationBuilder.CreateIndex(
                name: "IX_SecretKeys_Project_Name",
                table: "SecretKeys",
                columns: new[] { "Project", "Name" },
                unique: true);
        }
    }
}
