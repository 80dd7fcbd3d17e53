// Sums up the reports (CTRF, https://ctrf.io) of script/test: one line by kind, one line of all. Exit code 1 when anything failed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const folder = process.argv[2];
const mayBeSkipped = process.env.STUDIO_ALLOW_SKIPPED === "1";
const total = { passed: 0, failed: 0, skipped: 0 };
const counts = [];

for (const expected of readdirSync(folder).filter((name) => name.endsWith(".expected"))) {
  const kind = basename(expected, ".expected");
  const report = join(folder, `${kind}.json`);
  let tests = [];
  try {
    if (!existsSync(report)) throw new Error("the runner left no report");
    tests = JSON.parse(readFileSync(report, "utf8")).results.tests;
  } catch (error) {
    // A runner that died is a failure, though it names no test.
    console.log(`FAILED ${kind}: ${error.message}`);
    total.failed++;
  }
  for (const test of tests) {
    const outcome = test.status === "passed" ? "passed" : test.status === "failed" ? "failed" : "skipped";
    total[outcome]++;
    if (outcome !== "passed") console.log(`${outcome.toUpperCase()} ${kind}: ${test.name}`);
  }
  counts.push(`${tests.length} ${kind}`);
}

const all = total.passed + total.failed + total.skipped;
if (all === 0) console.log("No test was run.");
if (total.skipped > 0 && !mayBeSkipped)
  console.log("A skipped test counts as a failure; STUDIO_ALLOW_SKIPPED=1 allows it.");
console.log(`Tests: ${counts.join(", ")}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = all === 0 || total.failed > 0 || (total.skipped > 0 && !mayBeSkipped) ? 1 : 0;
