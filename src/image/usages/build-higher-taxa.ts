/**
 * Which higher taxon does a flat classification name?
 *
 * Sources without parent ids repeat kingdom, phylum … in every row. Each distinct way from the kingdom down is a node,
 * met once. A node is the usage of the source that has its rank and name (and the same kingdom, if several have);
 * where the source has none, the taxon is implied and gets the id `<rank>:<way>`, for instance
 * `family:Plantae/Tracheophyta/Pinaceae`, the same in every build of the same source.
 */
import { FLAT_RANKS, type NameUsage } from "../../taxonomy/name-usage.ts";
import { type Rank, rankOrdinal } from "../../taxonomy/rank.ts";

/** A step of the way. */
export interface HigherTaxon {
  /** Node above, 0 = none. */
  parent: number;
  rank: Rank;
  name: string;
}

const RANK_OF = FLAT_RANKS.map((rank) => rank.toUpperCase() as Rank);
const ORDINAL_OF = RANK_OF.map(rankOrdinal);

/** Numbers the nodes from 1, parents before children. */
export class HigherTaxa {
  readonly nodes: HigherTaxon[] = [{ parent: 0, rank: "UNRANKED", name: "" }];
  private readonly children = new Map<string, number>();
  /** Names of the row before: in most sources the next row has the same. */
  private readonly last: (string | undefined)[] = FLAT_RANKS.map(() => undefined);
  private readonly lastNode: number[] = FLAT_RANKS.map(() => 0);

  /** The lowest node of a row's classification that is above the row itself; 0 when there is none. */
  nodeOf(usage: NameUsage): number {
    const { classification, rank, scientificName } = usage;
    if (classification === undefined) return 0;
    const own = rank === undefined ? Number.POSITIVE_INFINITY : rankOrdinal(rank);
    let node = 0;
    let same = true;
    for (let i = 0; i < FLAT_RANKS.length; i++) {
      const name = classification[FLAT_RANKS[i]!];
      if (ORDINAL_OF[i]! >= own) break;
      // A row without a rank, or of another rank word ("superkingdom"), may stand in its own classification.
      if (name === scientificName) break;
      if (same && name === this.last[i]) {
        node = this.lastNode[i]!;
        continue;
      }
      same = false;
      if (name !== undefined && name !== "") node = this.intern(node, RANK_OF[i]!, name);
      this.last[i] = name;
      this.lastNode[i] = node;
    }
    return node;
  }

  /** Names from the root to a node. */
  way(node: number): string[] {
    const names: string[] = [];
    for (let n = node; n !== 0; n = this.nodes[n]!.parent) names.unshift(this.nodes[n]!.name);
    return names;
  }

  /** The node below `parent` with this rank and name, made when it is not there. */
  intern(parent: number, rank: Rank, name: string): number {
    const key = `${parent} ${rank} ${name}`;
    let node = this.children.get(key);
    if (node === undefined) {
      node = this.nodes.push({ parent, rank, name }) - 1;
      this.children.set(key, node);
    }
    return node;
  }
}
