//! Invented names: given and family names of many languages with their Latin spelling, companies, titles and places.
//!
//! The names are common ones of their language, combined at random; companies, societies and domains are made up.

/// A name as its bearer writes it, and in plain Latin letters for addresses.
pub(super) type Spelt = (&'static str, &'static str);

/// The names of one language.
pub(super) struct Culture {
    /// Given names.
    pub(super) given: &'static [Spelt],
    /// Family names.
    pub(super) family: &'static [Spelt],
    /// Whether the family name is written first.
    pub(super) family_first: bool,
}

const fn latin(given: &'static [Spelt], family: &'static [Spelt]) -> Culture {
    Culture { given, family, family_first: false }
}

/// Every language, each as likely as the others.
pub(super) const CULTURES: &[Culture] = &[
    latin(
        &[
            ("Alice", "alice"),
            ("Edward", "edward"),
            ("Grace", "grace"),
            ("Owen", "owen"),
            ("Rachel", "rachel"),
            ("Simon", "simon"),
        ],
        &[
            ("Ashworth", "ashworth"),
            ("Barlow", "barlow"),
            ("Fenwick", "fenwick"),
            ("O'Hara", "ohara"),
            ("Thorne", "thorne"),
            ("Wexford", "wexford"),
        ],
    ),
    latin(
        &[
            ("Jürgen", "juergen"),
            ("Käthe", "kaethe"),
            ("Markus", "markus"),
            ("Sabine", "sabine"),
            ("Uwe", "uwe"),
            ("Anneliese", "anneliese"),
        ],
        &[
            ("Müller-Groß", "mueller-gross"),
            ("Schäfer", "schaefer"),
            ("Vogt", "vogt"),
            ("Krämer", "kraemer"),
            ("von Thalheim", "vonthalheim"),
            ("Böhm", "boehm"),
        ],
    ),
    latin(
        &[
            ("Agnieszka", "agnieszka"),
            ("Paweł", "pawel"),
            ("Małgorzata", "malgorzata"),
            ("Zbigniew", "zbigniew"),
            ("Kasia", "kasia"),
        ],
        &[
            ("Dąbrowska", "dabrowska"),
            ("Zieliński", "zielinski"),
            ("Wójcik", "wojcik"),
            ("Szczepański", "szczepanski"),
            ("Król", "krol"),
        ],
    ),
    latin(
        &[
            ("Åsa", "asa"),
            ("Björn", "bjorn"),
            ("Søren", "soren"),
            ("Ingrid", "ingrid"),
            ("Þórdís", "thordis"),
            ("Mikko", "mikko"),
        ],
        &[
            ("Ångström", "angstrom"),
            ("Bjørnstad", "bjornstad"),
            ("Høgh", "hogh"),
            ("Mäkelä", "makela"),
            ("Sjöberg", "sjoberg"),
            ("Nygaard", "nygaard"),
        ],
    ),
    latin(
        &[
            ("Amélie", "amelie"),
            ("Benoît", "benoit"),
            ("Chloé", "chloe"),
            ("François", "francois"),
            ("Hélène", "helene"),
            ("Maïa", "maia"),
        ],
        &[
            ("Lefèvre", "lefevre"),
            ("D'Aubigny", "daubigny"),
            ("Garçon", "garcon"),
            ("Rousselot", "rousselot"),
            ("Bérenger", "berenger"),
        ],
    ),
    latin(
        &[
            ("Álvaro", "alvaro"),
            ("Inés", "ines"),
            ("José Luis", "joseluis"),
            ("Lucía", "lucia"),
            ("Íñigo", "inigo"),
            ("Paloma", "paloma"),
        ],
        &[
            ("Ibáñez", "ibanez"),
            ("García Lorente", "garcia-lorente"),
            ("Muñoz", "munoz"),
            ("Ortega", "ortega"),
            ("Peñalver", "penalver"),
        ],
    ),
    latin(
        &[("João", "joao"), ("Conceição", "conceicao"), ("Rui", "rui"), ("Tatiane", "tatiane"), ("Gonçalo", "goncalo")],
        &[
            ("Figueirêdo", "figueiredo"),
            ("da Conceição", "daconceicao"),
            ("Magalhães", "magalhaes"),
            ("Simões", "simoes"),
            ("Teixeira", "teixeira"),
        ],
    ),
    latin(
        &[("Çağla", "cagla"), ("Emre", "emre"), ("Gülşen", "gulsen"), ("İbrahim", "ibrahim"), ("Yiğit", "yigit")],
        &[("Yıldız", "yildiz"), ("Öztürk", "ozturk"), ("Şahin", "sahin"), ("Çelik", "celik"), ("Aydoğan", "aydogan")],
    ),
    latin(
        &[
            ("Ananya", "ananya"),
            ("Deepak", "deepak"),
            ("Kavita", "kavita"),
            ("Rohan", "rohan"),
            ("Sunita", "sunita"),
            ("Vikram", "vikram"),
        ],
        &[
            ("Bhattacharya", "bhattacharya"),
            ("Iyer", "iyer"),
            ("Kulkarni", "kulkarni"),
            ("Nambiar", "nambiar"),
            ("Shetty", "shetty"),
            ("Chaudhary", "chaudhary"),
        ],
    ),
    latin(
        &[
            ("Adaeze", "adaeze"),
            ("Chinedu", "chinedu"),
            ("Folasade", "folasade"),
            ("Kwabena", "kwabena"),
            ("Temitọpẹ", "temitope"),
            ("Yaw", "yaw"),
        ],
        &[
            ("Adéwálé", "adewale"),
            ("Boateng", "boateng"),
            ("Eze", "eze"),
            ("Mensah", "mensah"),
            ("Nwosu", "nwosu"),
            ("Owusu", "owusu"),
        ],
    ),
    latin(
        &[("Wanjiru", "wanjiru"), ("Otieno", "otieno"), ("Neema", "neema"), ("Baraka", "baraka"), ("Hirut", "hirut")],
        &[("Kamau", "kamau"), ("Mwangi", "mwangi"), ("Tesfaye", "tesfaye"), ("Achieng", "achieng"), ("Mushi", "mushi")],
    ),
    latin(
        &[("Linh", "linh"), ("Thị Mai", "thimai"), ("Quốc", "quoc"), ("Hương", "huong"), ("Đức", "duc")],
        &[("Nguyễn", "nguyen"), ("Trần", "tran"), ("Phạm", "pham"), ("Đặng", "dang"), ("Võ", "vo")],
    ),
    latin(
        &[
            ("Jiří", "jiri"),
            ("Kateřina", "katerina"),
            ("Božena", "bozena"),
            ("Dušan", "dusan"),
            ("Zsófia", "zsofia"),
            ("Ștefan", "stefan"),
        ],
        &[
            ("Dvořák", "dvorak"),
            ("Novotná", "novotna"),
            ("Kőszegi", "koszegi"),
            ("Ionescu", "ionescu"),
            ("Jovanović", "jovanovic"),
            ("Říha", "riha"),
        ],
    ),
    Culture {
        given: &[("花子", "hanako"), ("健太", "kenta"), ("美咲", "misaki"), ("大輔", "daisuke"), ("さくら", "sakura")],
        family: &[("佐藤", "sato"), ("渡辺", "watanabe"), ("高橋", "takahashi"), ("井上", "inoue"), ("小林", "kobayashi")],
        family_first: true,
    },
    Culture {
        given: &[("小明", "xiaoming"), ("丽华", "lihua"), ("志强", "zhiqiang"), ("雨桐", "yutong")],
        family: &[("陈", "chen"), ("林", "lin"), ("欧阳", "ouyang"), ("赵", "zhao"), ("周", "zhou")],
        family_first: true,
    },
    Culture {
        given: &[("지우", "jiwoo"), ("서연", "seoyeon"), ("민준", "minjun"), ("하은", "haeun")],
        family: &[("김", "kim"), ("박", "park"), ("최", "choi"), ("강", "kang")],
        family_first: true,
    },
    latin(
        &[("Андрій", "andriy"), ("Ганна", "hanna"), ("Тарас", "taras"), ("Ірина", "iryna"), ("Богдан", "bohdan")],
        &[
            ("Шевчук", "shevchuk"),
            ("Бондаренко", "bondarenko"),
            ("Лисенко", "lysenko"),
            ("Мельник", "melnyk"),
            ("Гончар", "honchar"),
        ],
    ),
    latin(
        &[("عمر", "omar"), ("ليلى", "layla"), ("يوسف", "yousef"), ("نور", "nour"), ("سلمى", "salma")],
        &[("الحداد", "alhaddad"), ("منصور", "mansour"), ("الخطيب", "alkhatib"), ("درويش", "darwish"), ("نصار", "nassar")],
    ),
    latin(
        &[("Ελένη", "eleni"), ("Γιώργος", "giorgos"), ("Δήμητρα", "dimitra"), ("Νίκος", "nikos")],
        &[("Παπαδάκης", "papadakis"), ("Οικονόμου", "oikonomou"), ("Βλάχος", "vlachos"), ("Καραγιάννη", "karagianni")],
    ),
    latin(
        &[("נועה", "noa"), ("איתן", "eitan"), ("תמר", "tamar"), ("יונתן", "yonatan")],
        &[("ברקת", "barkat"), ("שפירא", "shapira"), ("אלון", "alon"), ("רוזן", "rosen")],
    ),
];

/// What some people write behind their family name.
pub(super) const SUFFIXES: &[&str] = &[", PhD", ", MBA", ", Dr. rer. nat.", " (she/her)", ", CFA", ", MSc", " 🌱"];

/// Employers of people outside the two firms of the story: name and domain.
pub(super) const COMPANIES: &[Spelt] = &[
    ("Alderbrook Insurance", "alderbrook.example"),
    ("Blue Heron Mobility", "blueheron.example"),
    ("Cinderhall Foods, Inc.", "cinderhall.example"),
    ("Dovetail Diagnostics", "dovetail-dx.example"),
    ("Emberline Solar", "emberline.example"),
    ("Färber & Söhne GmbH", "faerber.example"),
    ("Glasswing Robotics", "glasswing.example"),
    ("Hollowell Water", "hollowell.example"),
    ("Ironbark Rail", "ironbark.example"),
    ("Juniper Lane Housing", "juniperlane.example"),
    ("Kestrel Air Freight", "kestrel-air.example"),
    ("Larkspur Games", "larkspur.example"),
    ("Meridian & Finch", "meridianfinch.example"),
    ("Nettleton Press", "nettleton.example"),
    ("Office for Regional Statistics", "regional-statistics.example"),
    ("Pinecrest Hospitals", "pinecrest.example"),
];

/// Universities and institutes: name and domain.
pub(super) const INSTITUTES: &[Spelt] = &[
    ("Velden University", "velden.example"),
    ("Institut Montclair", "montclair.example"),
    ("Ashgrove College", "ashgrove.example"),
    ("Universidad de Albareda", "albareda.example"),
];

/// Bodies of the other field, coastal nature protection: name and domain.
pub(super) const ESTUARY: &[Spelt] = &[
    ("Wadden Trust", "wadden-trust.example"),
    ("Saltmarsh Institute", "saltmarsh.example"),
    ("Port Authority of Halden", "port-halden.example"),
    ("Tidal Commons", "tidalcommons.example"),
    ("Ministry for the Coast", "coast.example"),
];

/// Titles in firms.
pub(super) const TITLES: &[&str] = &[
    "Data Scientist",
    "Senior Data Engineer",
    "Head of Analytics",
    "Product Manager",
    "VP Operations",
    "Data Steward",
    "Statistician",
    "Chief Data Officer",
    "Research Engineer",
    "Consultant",
    "Account Director",
    "Legal Counsel",
    "People Partner",
    "UX Researcher",
    "Machine Learning Engineer",
    "Finance Director",
    "Co-founder & CTO",
    "Analyst",
];

/// Titles in universities.
pub(super) const ACADEMIC_TITLES: &[&str] = &[
    "Professor of Statistics",
    "Postdoctoral Researcher",
    "PhD Candidate",
    "Lecturer",
    "Lab Manager",
    "Research Software Engineer",
];

/// Titles in coastal nature protection.
pub(super) const COASTAL_TITLES: &[&str] = &[
    "Marine Ecologist",
    "Harbour Planner",
    "Hydrologist",
    "Conservation Officer",
    "Policy Adviser",
    "Field Coordinator",
    "Bird Ringer",
];

/// Towns, with the country.
pub(super) const PLACES: &[&str] = &[
    "Berlin, Germany",
    "Hamburg, Germany",
    "Kraków, Poland",
    "Göteborg, Sweden",
    "Lyon, France",
    "Gent, Belgium",
    "Porto, Portugal",
    "Bilbao, Spain",
    "İzmir, Türkiye",
    "Pune, India",
    "Lagos, Nigeria",
    "Nairobi, Kenya",
    "大阪市, Japan",
    "Київ, Ukraine",
    "London, United Kingdom",
    "Toronto, Canada",
    "Brno, Czechia",
    "Θεσσαλονίκη, Greece",
];

/// Skills for endorsements.
pub(super) const SKILLS: &[&str] = &[
    "Statistics",
    "Data Governance",
    "Partnerships",
    "Python",
    "Open Data",
    "Forecasting",
    "Public Speaking",
    "Negotiation",
    "R",
    "Mentoring",
];
