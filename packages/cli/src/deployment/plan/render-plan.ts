import { counted } from "@rulewright/reports";
import { pendingSteps, type Plan, type Step } from "./step.ts";

/** Steps shown one by one; of a long run of finished ones only the number. */
const COLUMNS = ["step", "action", "account", "region", "what"] as const;

/** A plan as a table for people. */
export function renderPlan(plan: Plan): string {
  const pending = pendingSteps(plan);
  const done = plan.steps.length - pending.length;
  const variant = plan.variant === undefined ? "" : `, variant ${plan.variant}`;
  const title = `${plan.command} ${plan.pack}${variant} (release ${plan.release.slice(0, 12)}) from account ${plan.accountId}`;
  const notes = plan.notes.map((note) => `  note: ${note}\n`).join("");
  if (pending.length === 0) return `${title}\n  Nothing to do: everything is as it should be.\n${notes}`;
  const rows = [COLUMNS.map((name) => name.toUpperCase()), ...pending.map(cells)];
  const widths = COLUMNS.map((_name, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`);
  const summary = `  ${counted(pending.length, "step")} to do${done > 0 ? `, ${done} done already` : ""}.\n`;
  return `${title}\n${lines.map((line) => line.trimEnd()).join("\n")}\n${summary}${notes}`;
}

function cells(step: Step): string[] {
  return [step.id, step.action, step.account ?? "", step.region ?? "", step.summary];
}

/** Plans for machines: `schemas/plan.schema.json`. */
export function planDocument(plans: readonly Plan[]): object {
  return { version: 1, plans: plans.map((plan) => ({ ...plan, pending: pendingSteps(plan).length })) };
}
