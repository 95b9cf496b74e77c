/** Whether an object is not there, as a folder, S3, Blob Storage and Cloud Storage say it. */
export function isAbsent(error: unknown): boolean {
  const { name, code, statusCode } = error as Readonly<Record<"name" | "code" | "statusCode", unknown>>;
  return code === 404 || statusCode === 404 || /NoSuchKey|ENOENT|NotFound/.test(`${name} ${code}`);
}
