import type { Schedule } from "../core/rule.ts";

/** The frequencies that AWS Config knows. @see https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html */
export const SCHEDULES: readonly string[] = [
  "One_Hour",
  "Three_Hours",
  "Six_Hours",
  "Twelve_Hours",
  "TwentyFour_Hours",
] satisfies readonly Schedule[];
