/** Whether an operation or an IAM action only reads, by how AWS names them. */
export function isReading(operation: string): boolean {
  return /^(BatchGet|Describe|Get|Head|List|Lookup|Query|Scan|Search|Select|Simulate)/i.test(operation);
}
