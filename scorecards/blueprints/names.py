"""Which heading and which column says what: the synonyms, in one place.

Matching looks at the words alone: numbers, pictures, brackets, dashes and capitals do not count.
"""

import re
import unicodedata
from functools import lru_cache

SCORECARD, ASSESS, EXERCISES = "scorecard", "assess", "exercises"
STRONG, WEAK, RED, SIGNALS = "strong", "weak", "red", "signals"
COMPETENCIES = "competencies"
SUMMARY, MEASURES, RELATED, SCALE, ROLE = "summary", "measures", "related", "scale", "role"
SIGNAL_KINDS = (STRONG, WEAK, RED)
HIRING = (SCORECARD, ASSESS, EXERCISES, STRONG, WEAK, RED, SIGNALS)

SIGN = r"(?:signals?|signs?|indicators?|markers?|evidence|behaviou?rs?|traits?)"
PERSON = r"(?:candidates?|hires?|applicants?|performers?)"

# In order: the first pattern that fits decides. What is not the scorecard comes before what is.
KINDS: tuple[tuple[str, str], ...] = (
    (RELATED,
     r"^(?:related|similar|other|more|further|recommended|popular|recent|latest|trending|explore)(?: \w+){0,3} "
     r"(?:posts?|articles?|roles?|jobs?|careers?|blueprints?|reading|pages?|guides?|positions?|stories|openings?|vacancies|scorecards?|templates?)\b"
     r"|^you (?:may|might) (?:also )?(?:like|be interested)|^read (?:next|more|also)|^see also|^(?:leave a )?(?:comments?|reply)$"
     r"|^share (?:this|on)|^about the author|^explore (?:more|other)|newsletter|^subscribe|^(?:categories|tags|archives)$"
     r"|people also|^keep reading|^continue reading|^from the blog|^more from|^further reading|^next article|^related$"),
    (SUMMARY, r"\bscore ?cards? summary|\bsummary of (?:the )?score ?card|^final (?:role|job|position)?(?: score ?card)? ?(?:summary|snapshot)$|^(?:role|job|position) (?:at a glance|snapshot)$"
              r"|^final role score ?card"),
    (SCALE, r"(?:rating|scoring|score|evaluation) (?:scale|levels?|key|legend|guidance scale)$|^scale$|^how to (?:score|rate|use)"
            r"|(?:passing|hiring|pass|decision|hire) (?:thresholds?|rules?|score|mark)\b|^thresholds?$|^recommendations?$|^(?:final |hiring )?decision$"),
    (MEASURES, r"\bkpis?\b|key performance indicators?|\bokrs?\b|(?:success|performance|productivity|outcome|key) (?:metrics|measures)|^metrics|performance (?:scorecard|indicators|targets|review)"
               r"|(?:balanced|vendor|supplier|business|company|team|operational|operations|service|quarterly|monthly|weekly|annual|sales|marketing|executive|maturity|health|quality|security|data|model) score ?cards?"),
    (SIGNALS, r"^(?:(?:candidate|interview|hiring|key|evaluation) )?(?:signals?|flags|indicators)(?: to (?:watch|look|listen)(?: out)?(?: for)?)?(?: (?:in|during) interviews?)?$"
              r"|(?:strong|positive|green|good)(?: \w+)? (?:and|vs|versus|or)(?: \w+)? (?:weak|negative|red|bad|concern)|signals? and (?:red )?flags|^green and red|^strengths and (?:weaknesses|concerns)"),
    (RED, r"\bred flags?\b|\bdeal ?breakers?\b|\bdisqualif\w+|\bknock ?outs?\b|^no gos?\b|\bshow ?stoppers?\b|^automatic (?:no|rejects?|rejection)|\bhard no\b|^instant no|^reasons to reject|^red$|^must nots?$|^rejection criteria|non starters?"),
    (WEAK, rf"\bweak(?:er)?(?: {PERSON})? {SIGN}\b|\bweak {PERSON}\b|\bnegative {SIGN}\b|\b(?:yellow|amber|orange) flags?\b|^(?:areas? of )?concerns?$|\bconcerns? (?:to|signals?|signs?)|\bconcerning {SIGN}|warning {SIGN}"
           rf"|\bweaknesses\b|signs? of (?:a )?(?:weak|poor)|^mixed {SIGN}|what (?:bad|weak|poor) looks like|^(?:bad|weak|poor|negatives?|concerning|cautions?|yellow|watch outs?|below bar)$|^caution {SIGN}|^poor {SIGN}|^bad {SIGN}|less convincing|^potential concerns"),
    (STRONG, rf"\bstrong(?:er)?(?: {PERSON})? {SIGN}\b|\bstrong {PERSON}\b|\bpositive {SIGN}\b|\bgreen flags?\b|\bgood {SIGN}\b|\bgreat {SIGN}\b|signs? of (?:a )?(?:strong|great|good|strength)|what (?:good|great|excellent|strong) looks like"
             rf"|^(?:good|great|strong|positives?|strengths?|green|excellent)$|\b{SIGN} of (?:strength|excellence|success)|^hire {SIGN}|^success {SIGN}|^standout {SIGN}|^key strengths"),
    (EXERCISES, r"\bexercises?\b|\bcase stud(?:y|ies)\b|\bwork samples?\b|^(?:\w+ )?assignments?$|\b(?:home|technical|written|interview) assignments?\b|^(?:job |work |interview |practical |candidate )?simulations?$|\btake homes?\b|\bpractical (?:tests?|tasks?|assessments?|challenges?|evaluations?)\b|\bcoding (?:tests?|challenges?|tasks?)\b|\bhands on (?:tasks?|tests?|assessments?)\b|\bskills? tests?\b|\brole ?plays?\b"),
    (COMPETENCIES, r"\b(?:soft|people|behaviou?ral|interpersonal|human) (?:skills|competenc(?:y|ies)|capabilities)\b|^(?:\w+ )?(?:core|key|essential|critical|required|top|main)? ?competenc(?:y|ies)\b(?! (?:to|questions))|^(?:core|key|essential|critical|top) (?:skills|capabilities|attributes|traits|qualities)\b|^skills and competencies"),
    (ASSESS, r"\b(?:what|how) (?:(?:do |should |will )?(?:to|we|interviewers?))(?: \w+)? (?:assess|evaluate|test|probe|ask)\b(?! (?:success|performance|impact|results))|\b(?:areas?|competenc(?:y|ies)|skills|topics|things|attributes|capabilities|qualities) (?:to|we) (?:assess|evaluate|probe|cover|test|explore)\b"
             r"|\bassessment (?:areas?|focus|topics|points)\b|\binterview (?:questions?|topics|focus|plan questions)\b|\bquestions? (?:to ask|bank|for (?:the )?(?:candidate|interview)s?)\b|^(?:sample|suggested|key|core|behaviou?ral|technical|screening|structured|example|recommended|interview)(?: \w+)? questions?\b|^questions?$"
             r"|^(?:interview|assessment|evaluation) focus areas?\b|^(?:what|areas) (?:we(?: are|re)?) (?:look|looking|assess)\w*(?: for)?$|^evaluation (?:focus|areas)$|^what to look for(?: in (?:interviews?|candidates?))?$|^what we assess|^interview focus"),
    (SCORECARD, r"\bscore ?cards?\b|\bscore ?sheets?\b|\b(?:scoring|evaluation|assessment|interview|hiring|rating|candidate|grading|interviewer) (?:rubrics?|matrix|grid|guide|criteria|dimensions?|sheet|form|model|framework|template|breakdown|weights?|weighting|weightings|factors|categories)\b"
                r"|\brubrics?\b|^(?:weighted |scored |rated |rating )?(?:dimensions?|criteria)(?: and weights?| weighting)?$|\b(?:assessment|evaluation|rating|scored|weighted|hiring|interview) (?:dimensions?|criteria|competenc(?:y|ies))\b|\bselection criteria\b|^(?:weights?|weightings?|weighting guidance)$|^how (?:(?:do |should |will )?we|candidates are|you will be) (?:scored?|rated?|evaluated?|assess\w*)"),
    (ROLE, r"^(?:\w+ ){0,3}(?:goals|objectives|milestones|activities|deliverables|stakeholders|challenges|risks|tools|technologies|trends|variants|mission|benefits|salary|compensation)\b|\bresponsibilit(?:y|ies)\b|\brequirements?\b|\bqualifications?\b|\bskills\b|\brole (?:overview|summary|purpose|mission|description)\b|\bjob (?:overview|summary|purpose|description)\b|^overview$|about (?:the|this) (?:role|job|position)|what you will do|\bduties\b|\bcareer\b|\bexperience\b|who you are|what you bring|\bkey deliverables\b"),
)  # fmt: skip
PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in KINDS)
# Words that leave no doubt that a heading is about hiring, wherever it stands.
PLAINLY_HIRING = re.compile(
    r"\b(?:interview\w*|hiring|hires?|candidates?|applicants?|score ?cards?|rubrics?|red flags?|green flags?|deal ?breakers?|practical"
    r"|to (?:assess|evaluate))\b|^(?:work samples?|exercises|case studies|exercises (?:and|or) case studies)$"
)
# Headings that gather the sections of hiring without being one.
CONTAINERS = re.compile(
    r"^hiring (?:evaluation|criteria|process|guide|plan)|^interview(?:ing)? (?:process|guide|plan|loop|kit)|^(?:hiring )?evaluation(?: criteria)?$|^hiring evaluation criteria"
)

LEVELS = (
    "intern", "trainee", "entry", "entry level", "junior", "associate", "mid", "mid level", "middle", "intermediate", "senior",
    "staff", "lead", "principal", "distinguished", "head", "director", "expert", "manager", "fellow", "chief", "vp",
)  # fmt: skip
LEVEL = re.compile(
    r"\b(?:entry[- ]level|mid[- ]level|(?:"
    + "|".join(each for each in LEVELS if " " not in each)
    + r")|l[1-9]|level [1-9]|ic[1-9])\b",
    re.IGNORECASE,
)

NUMBERING = re.compile(
    r"^\s*(?:(?:section|part|chapter|step|appendix|phase|§)\s*[\divxa-z]{1,4}(?:\.\d+)*\s*[:.)\-–—]?\s+"
    r"|\(?\d{1,2}(?:\.\d{1,2})*\s*(?:[.):]|\s[-–—]|\s(?=[A-ZÀ-Ý]))\s*"
    r"|\(?[ivxIVX]{1,5}[.)]\s+|\(?[A-Za-z][.)]\s+|[#§]\s*\d{1,2}\s*)",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"\s*[(\[{][^()\[\]{}]{0,200}[)\]}]")
SYMBOLS = re.compile(r"[^\w%#\s]")


def unnumbered(text: str) -> str:
    """Without "19)", "4.2", "IV." or "Section 3:" in front; a text of nothing else stays."""
    found = NUMBERING.match(text)
    rest = text[found.end() :] if found else text
    return rest.strip() if any(c.isalpha() for c in rest) else text


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """The words alone, small and in plain letters."""
    text = unnumbered(unicodedata.normalize("NFKC", text).strip())
    text = "".join(c if unicodedata.category(c) not in {"So", "Sk"} else " " for c in text)
    text = unnumbered(BRACKETS.sub(" ", text).strip() or text)
    text = text.replace("&", " and ").replace("'", "").replace("’", "")
    return " ".join(SYMBOLS.sub(" ", text.lower()).replace("_", " ").split())


@lru_cache(maxsize=4096)
def kind_of(heading: str, most_words: int = 14) -> str | None:
    words = words_of(heading)
    if not words or len(words.split()) > most_words:
        return None
    return next((kind for kind, pattern in PATTERNS if pattern.search(words)), None)


def is_container(heading: str) -> bool:
    return bool(CONTAINERS.search(words_of(heading)))


def level_in(text: str) -> str:
    """The level that a heading names: "Senior", "Mid-level", "L5"."""
    found = LEVEL.search(BRACKETLESS.sub(" ", text))
    return found[0] if found else ""


BRACKETLESS = re.compile(r"[()\[\]{}]")

# --- Columns and labels ------------------------------------------------------------------------------

NAME, BAR, WEIGHT, LEVEL_TEXT = "name", "bar", "weight", "level"
GROUP, QUESTION, MUST, EMPTY, INDEX, MEASURE, TIME = (
    "group",
    "question",
    "must",
    "empty",
    "index",
    "measure",
    "time",
)

COLUMNS: tuple[tuple[str, str], ...] = (
    (INDEX, r"^(?:#|no|nr|num|number|id|sr no|s no|sl no|ref|order|rank)?$"),
    (MEASURE, r"\bkpis?\b|\bmetrics?\b|\btargets?\b|\bfrequency\b|\bbaseline\b|\bbenchmarks?\b|^measurement|^owner$|\bformula\b|^why it matters"),
    (RED, r"\bred flags?\b|\bdeal ?breakers?\b|^disqualif|^red$|^no gos?$"),
    (MUST, r"^must haves?$|^required$|^mandatory$|^gating$|^non negotiable$"),
    (WEIGHT, r"\bweight(?:s|ing|ings|age|ed)?\b|^%$|^% of|\bpercent(?:age)?s?\b|\bpoints?(?: available| possible)?$|\bpts\b|\bimportance\b|\bpriority\b|^max(?:imum)?(?: score| points)?$|^share(?: of)?|\bmultiplier\b|^relative|^possible (?:score|points)|^out of"),
    (EMPTY, r"^(?:candidate |your |interviewer |raw |final )?(?:scores?|ratings?|notes?|comments?|remarks?|feedback|initials|date|interviewers?|observations?|justification|result|actual)(?: \d.*| out of.*| and .*)?$|^(?:evidence|notes)(?: and | )?(?:notes|comments)$|^weighted score|^(?:score|rating) (?:given|\d)|^y n$"),
    (QUESTION, r"\bquestions?\b|^how (?:to|we) (?:assess|test|evaluate|measure|probe)|^prompts?$|^ask$|^interview (?:question|prompt)|^probes?$"),
    (TIME, r"^(?:time|duration|minutes|length|timebox|time box)"),
    (STRONG, r"\b(?:strong|positive|green|good) (?:candidate )?(?:signals?|signs?|indicators?|flags?)\b|^positives?$"),
    (WEAK, r"\b(?:weak|negative|yellow|amber|warning) (?:candidate )?(?:signals?|signs?|indicators?|flags?)\b|^concerns?$|^negatives?$"),
    (LEVEL_TEXT, r"^(?:level |score |rating |anchor )?[1-7](?: .*)?$|^(?:above|below|exceeds?|exceeding|does not|doesnt|partially|nearly|far|well|clearly|not|not yet|strong(?:ly)?|weak|poor|unsatisfactory|needs|needs improvement|outstanding|exceptional|excellent|great|superb|under|insufficient|inadequate|basic|advanced|developing|limited|mixed|superior|raises)\b.*"),
    (BAR, r"\bmeets? (?:the )?(?:bar|expectations?|standard)\b|\bwhat (?:it|good|great|success|meets?(?: the)? bar|this|we|to)(?: \w+)* (?:looks?|look|expect|means?|for|want|evaluate)\b|\bwhat (?:good|success|meets bar)\b|^(?:good|solid|meets|at bar|on bar|bar|the bar|hire bar|passing|expected|standard|proficient|competent|acceptable|meets it)$"
          r"|\bdescri(?:ption|ptor|bes?)\b|\bdefinition\b|\bcriteria for\b|\bindicators?\b|\bexpectations?\b|\bexpected (?:behaviou?rs?|level|standard|evidence)\b|\bevidence\b|\bwhat to (?:look|listen|evaluate|assess)|\bbehaviou?rs?\b|^details?$|^explanation$|^meaning$|^looks like|^success criteria|^how (?:it|success) looks|^bar for|^scope$|^summary$|^notes on"),
    (GROUP, r"^(?:group|section|area|category|domain|pillar|theme|cluster|bucket|block|type|stage|round|interview)s?$"),
    (NAME, r"\b(?:dimensions?|criteri(?:on|a)|competenc(?:y|ies)|attributes?|skills?|capabilit(?:y|ies)|factors?|traits?|qualit(?:y|ies)|parameters?|aspects?|elements?|topics?|areas?|categor(?:y|ies)|items?|names?|focus|components?|pillars?|themes?|evaluated?|assess\w*|questionnaire|what we)\b"),
)  # fmt: skip
COLUMN_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in COLUMNS)
NAME_ORDER = ("dimension", "criteri", "competenc", "attribute", "skill", "capabilit", "trait", "qualit", "factor", "parameter",
              "aspect", "element", "component", "item", "topic", "focus", "name", "area", "categor", "pillar", "theme")  # fmt: skip


@lru_cache(maxsize=4096)
def column_of(header: str) -> str | None:
    """What a column holds, by its heading. Brackets do not count, unless there is nothing else."""
    words = words_of(header)
    if not words and not any(c.isalnum() or c in "%#" for c in header):
        return INDEX if header.strip() in {"#", "№"} else None
    if header.strip() == "%":
        return WEIGHT
    if len(words.split()) > 12:
        return None
    found = next((role for role, pattern in COLUMN_PATTERNS if pattern.search(words)), None)
    return LEVEL_TEXT if found is None and re.match(r"\s*[1-7]\s*[-–—=:.)]\s*\S", header) else found


TOTALS = re.compile(
    r"^(?:sub ?totals?|(?:grand |overall |final )?totals?|sum|overall|overall (?:score|rating|total|recommendation|result)|(?:final|total|weighted|composite|maximum|max|minimum|min|passing|pass|cut ?off|hire|hiring|target|average) (?:score|mark|points|threshold|weight|bar|total|rating|weighted score)s?"
    r"|(?:passing|hiring|hire|pass|decision|minimum)? ?thresholds?|pass mark|cut ?off|recommendation|(?:hire|hiring) (?:recommendation|decision)|decision|average|signature|interviewer|candidate(?: name)?|date|score|maximum|minimum)\b"
    r"(?: (?:score|points|weight|possible|of|for|to|is|out|max|maximum|required|section|weighted|all|sum|above|below|per|percent|hire|pass|or|more|technical|behaviou?ral)\b.*| \d.*)?$"
)  # fmt: skip


def is_total(name: str) -> bool:
    """A row that sums up or sets a threshold is no dimension."""
    words = words_of(name)
    return bool(TOTALS.match(words)) or bool(
        re.match(
            r"^(?:sub ?total|total|grand total|threshold|pass mark|passing score|minimum score|overall score)\b|.*\b(?:sub ?total|total)$"
            r"|^(?:(?:strong |no )?hire|pass|advance|reject) (?:if|at|from|above|below|with)\b",
            words,
        )
    )


LABELS: tuple[tuple[str, str], ...] = (
    ("setup", r"^(?:provide|provided|given|setup|set up|materials?|inputs?|context|background|you (?:get|receive|have)|candidate receives|dataset|data|starting point)$"),
    ("prompt", r"^(?:prompt|scenario|brief|task brief|situation|problem|problem statement|case|objective|goal|description|overview|instructions?|challenge|candidate (?:prompt|brief|instructions?)|exercise|question)$"),
    ("tasks", r"^(?:ask|asks|tasks?|deliverables?|to do|steps?|candidate (?:should|must|will|tasks?)|ask (?:them|the candidate) to|expected (?:deliverables?|outputs?)|outputs?|activities|requirements?|the candidate (?:should|must|will)|what to do|questions?)$"),
    ("look_for", r"^(?:look for|looking for|what to look for|evaluate|evaluation|evaluation (?:criteria|focus|points)|assess|assessment(?: criteria)?|criteria|we look for|score on|scoring|watch for|listen for|signals|good answers?(?: include)?|strong answers?(?: include)?|evaluate on|look out for|what good looks like|success criteria|what we look for|assesses|evaluates|focus|interviewer notes)$"),
    ("minutes", r"^(?:time|duration|length|timebox|time ?box|time (?:limit|allowed|needed|required)|minutes|format(?: and time)?|format and duration|timing|estimated time)$"),
    ("kind", r"^(?:kind|type|format)$"),
)  # fmt: skip
LABEL_PATTERNS = tuple((label, re.compile(pattern)) for label, pattern in LABELS)


@lru_cache(maxsize=4096)
def label_of(text: str) -> str | None:
    words = words_of(text)
    return next((label for label, pattern in LABEL_PATTERNS if pattern.match(words)), None)
