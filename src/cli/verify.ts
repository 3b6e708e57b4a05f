import { Command } from "commander";
import { readImage } from "../image/file.ts";
import { ImageReader } from "../image/read.ts";
import { grouped } from "./terminal/progress.ts";

/** `binomen verify <image>`: exit code 0 when every section of an image is as it was written, 1 when not. */
export function verifyCommand(): Command {
  return new Command("verify")
    .description("check every section of an image against its checksum")
    .argument("<image...>", "image files")
    .option("--json", "print an object for each image, one a line")
    .action((paths: string[], flags: { json?: true }) => {
      for (const path of paths) {
        const { header } = new ImageReader(readImage(path), path);
        if (flags.json) {
          const { releaseId: release, checklistKey, title, nameCount: names, usageCount: usages } = header;
          process.stdout.write(
            `${JSON.stringify({ path, sound: true, checklistKey, title, release, names, usages })}\n`,
          );
          continue;
        }
        const counts = `${grouped(header.nameCount)} names, ${grouped(header.usageCount)} usages`;
        process.stdout.write(`${path}: sound, release ${header.releaseId}, ${counts}\n`);
      }
    });
}
