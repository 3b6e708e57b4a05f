/** Where else can one look for a name? Searches of services that anybody may use; the page itself never asks them. */

/** Links to searches for a name without authorship. */
export function linksOut(name: string, code = ""): { label: string; href: string }[] {
  const q = encodeURIComponent(name);
  const isPlant = /botan|icn|plant/i.test(code);
  const isAnimal = /zoo|iczn/i.test(code);
  return [
    { label: "GBIF", href: `https://www.gbif.org/species/search?q=${q}` },
    { label: "Catalogue of Life", href: `https://www.catalogueoflife.org/data/search?q=${q}` },
    ...(isPlant
      ? [
          { label: "World Flora Online", href: `https://www.worldfloraonline.org/search?query=${q}` },
          { label: "IPNI", href: `https://www.ipni.org/?q=${q}` },
        ]
      : []),
    ...(isAnimal ? [{ label: "ZooBank", href: `https://zoobank.org/Search?search_term=${q}` }] : []),
    { label: "Wikispecies", href: `https://species.wikimedia.org/w/index.php?search=${q}` },
    { label: "Biodiversity Heritage Library", href: `https://www.biodiversitylibrary.org/search?searchTerm=${q}` },
  ];
}
