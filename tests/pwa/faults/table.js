// The table of docs/faults.md, from the stories that were played.
import { FAULTS, WORDS } from "./faults.js";
import { VARIANTS } from "./variants.js";

/** @param {{fault: string, kept: number | null, doubled: number | null, met: number, loads: number, failed?: boolean}[]} played */
export function table(played) {
  const rows = FAULTS.map((fault) => {
    const its = played.filter((one) => one.fault === fault), sum = (key) => its.reduce((n, one) => n + (one[key] ?? 0), 0);
    const least = Math.min(...its.map((one) => one.kept ?? 0)), most = Math.max(...its.map((one) => one.doubled ?? 0));
    return `| ${WORDS[fault]} | ${its.length} | ${sum("met")} | ${sum("loads")} | ${least} | ${most} | ${its.filter((one) => one.failed).length} |`;
  });
  return ["| fault | stories | times it struck | page loads | kept of 3, the worst story | doubled, the worst story | stories that broke an invariant |",
    "|---|---|---|---|---|---|---|", ...rows].join("\n");
}

/** The phones that are broken on purpose, each with the fault under which it is noticed. */
export function variants() {
  return Object.values(VARIANTS).map(({ says, story: [fault, , aim] }) => `- ${says}: ${WORDS[fault]}${aim ? `, at \`${aim.where}\`` : ""}`).join("\n");
}
