/**
 * The annotations of several verdicts on one resource as one, each once; sorted, since the order in which subjects come to
 * be judged differs from run to run.
 */
export function joinCauses(annotations: readonly (string | undefined)[]): string | undefined {
  const causes = annotations.flatMap((annotation) => (annotation ? [annotation] : []));
  return causes.length === 0 ? undefined : [...new Set(causes)].toSorted().join(" ");
}
