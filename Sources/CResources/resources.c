#include "CResources.h"

#include <string.h>

// Files are read by the compiler (#embed, C23; a Clang extension in older modes), which also tracks them as dependencies.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char about[] = {
#embed "data/about.txt"
};

static const unsigned char vocabulary_ar[] = {
#embed "data/vocabulary/ar.txt"
};
static const unsigned char vocabulary_en[] = {
#embed "data/vocabulary/en.txt"
};
static const unsigned char vocabulary_fr[] = {
#embed "data/vocabulary/fr.txt"
};
static const unsigned char vocabulary_es[] = {
#embed "data/vocabulary/es.txt"
};
static const unsigned char vocabulary_de[] = {
#embed "data/vocabulary/de.txt"
};
static const unsigned char vocabulary_fa[] = {
#embed "data/vocabulary/fa.txt"
};
static const unsigned char vocabulary_he[] = {
#embed "data/vocabulary/he.txt"
};
static const unsigned char vocabulary_id[] = {
#embed "data/vocabulary/id.txt"
};
static const unsigned char vocabulary_it[] = {
#embed "data/vocabulary/it.txt"
};
static const unsigned char vocabulary_ja[] = {
#embed "data/vocabulary/ja.txt"
};
static const unsigned char vocabulary_nl[] = {
#embed "data/vocabulary/nl.txt"
};
static const unsigned char vocabulary_pt[] = {
#embed "data/vocabulary/pt.txt"
};
static const unsigned char vocabulary_ru[] = {
#embed "data/vocabulary/ru.txt"
};
static const unsigned char vocabulary_tr[] = {
#embed "data/vocabulary/tr.txt"
};
static const unsigned char vocabulary_ur[] = {
#embed "data/vocabulary/ur.txt"
};
static const unsigned char vocabulary_zh[] = {
#embed "data/vocabulary/zh.txt"
};
static const unsigned char names_ar[] = {
#embed "data/dates/ar.names"
};
static const unsigned char names_de[] = {
#embed "data/dates/de.names"
};
static const unsigned char names_en[] = {
#embed "data/dates/en.names"
};
static const unsigned char names_en_us[] = {
#embed "data/dates/en-us.names"
};
static const unsigned char names_es[] = {
#embed "data/dates/es.names"
};
static const unsigned char names_fa[] = {
#embed "data/dates/fa.names"
};
static const unsigned char names_fr[] = {
#embed "data/dates/fr.names"
};
static const unsigned char names_he[] = {
#embed "data/dates/he.names"
};
static const unsigned char names_id[] = {
#embed "data/dates/id.names"
};
static const unsigned char names_it[] = {
#embed "data/dates/it.names"
};
static const unsigned char names_ja[] = {
#embed "data/dates/ja.names"
};
static const unsigned char names_nl[] = {
#embed "data/dates/nl.names"
};
static const unsigned char names_pt[] = {
#embed "data/dates/pt.names"
};
static const unsigned char names_pt_pt[] = {
#embed "data/dates/pt-pt.names"
};
static const unsigned char names_ru[] = {
#embed "data/dates/ru.names"
};
static const unsigned char names_tr[] = {
#embed "data/dates/tr.names"
};
static const unsigned char names_ur[] = {
#embed "data/dates/ur.names"
};
static const unsigned char names_zh[] = {
#embed "data/dates/zh.names"
};
static const unsigned char language_plurals[] = {
#embed "data/language/plurals.txt"
};

static const unsigned char language_ar_abbreviations[] = {
#embed "data/language/ar.abbreviations"
};
static const unsigned char language_ar_search[] = {
#embed "data/language/ar.search"
};
static const unsigned char language_ar_stopwords[] = {
#embed "data/language/ar.stopwords"
};
static const unsigned char language_ar_cues[] = {
#embed "data/language/ar.cues"
};
static const unsigned char language_de_cues[] = {
#embed "data/language/de.cues"
};
static const unsigned char language_en_cues[] = {
#embed "data/language/en.cues"
};
static const unsigned char language_es_cues[] = {
#embed "data/language/es.cues"
};
static const unsigned char language_fr_cues[] = {
#embed "data/language/fr.cues"
};
static const unsigned char language_de_abbreviations[] = {
#embed "data/language/de.abbreviations"
};
static const unsigned char language_de_stopwords[] = {
#embed "data/language/de.stopwords"
};
static const unsigned char language_detection_words[] = {
#embed "data/language/detection.words"
};
static const unsigned char language_en_abbreviations[] = {
#embed "data/language/en.abbreviations"
};
static const unsigned char language_en_search[] = {
#embed "data/language/en.search"
};
static const unsigned char language_en_stopwords[] = {
#embed "data/language/en.stopwords"
};
static const unsigned char language_es_abbreviations[] = {
#embed "data/language/es.abbreviations"
};
static const unsigned char language_es_stopwords[] = {
#embed "data/language/es.stopwords"
};
static const unsigned char language_fr_abbreviations[] = {
#embed "data/language/fr.abbreviations"
};
static const unsigned char language_fr_stopwords[] = {
#embed "data/language/fr.stopwords"
};

static const unsigned char place_names[] = {
#embed "data/analysis/place-names.txt"
};
static const unsigned char place_adjectives[] = {
#embed "data/analysis/place-adjectives.txt"
};
static const unsigned char weak_keywords[] = {
#embed "data/analysis/weak-keywords.txt"
};
static const unsigned char ordinary_words_ar[] = {
#embed "data/analysis/ordinary-words-ar.txt"
};
static const unsigned char frequent_names[] = {
#embed "data/analysis/frequent-names.txt"
};
static const unsigned char quantity_words[] = {
#embed "data/analysis/quantity-words.txt"
};
static const unsigned char event_concepts[] = {
#embed "data/analysis/event-concepts.txt"
};
static const unsigned char common_news_words_ar[] = {
#embed "data/analysis/common-news-words-ar.txt"
};
static const unsigned char common_news_words_en[] = {
#embed "data/analysis/common-news-words-en.txt"
};
static const unsigned char figure_words[] = {
#embed "data/analysis/figure-words.txt"
};

static const unsigned char timeline_words[] = {
#embed "data/analysis/timeline-words.txt"
};

static const unsigned char dates_ar[] = {
#embed "data/dates/ar.rules"
};

static const unsigned char dates_en[] = {
#embed "data/dates/en.rules"
};

static const unsigned char dates_fr[] = {
#embed "data/dates/fr.rules"
};

static const unsigned char dates_es[] = {
#embed "data/dates/es.rules"
};

static const unsigned char dates_de[] = {
#embed "data/dates/de.rules"
};

static const unsigned char dates_fa[] = {
#embed "data/dates/fa.rules"
};

static const unsigned char dates_he[] = {
#embed "data/dates/he.rules"
};

static const unsigned char dates_it[] = {
#embed "data/dates/it.rules"
};

static const unsigned char dates_pt[] = {
#embed "data/dates/pt.rules"
};

static const unsigned char dates_ru[] = {
#embed "data/dates/ru.rules"
};

static const unsigned char dates_tr[] = {
#embed "data/dates/tr.rules"
};

static const unsigned char dates_ur[] = {
#embed "data/dates/ur.rules"
};

static const unsigned char dates_und[] = {
#embed "data/dates/und.rules"
};

static const unsigned char loading_letter_frequencies[] = {
#embed "data/loading/letter-frequencies.txt"
};

static const unsigned char loading_month_names[] = {
#embed "data/loading/month-names.txt"
};
static const unsigned char loading_error_pages[] = {
#embed "data/loading/error-pages.txt"
};
static const unsigned char loading_page_lines[] = {
#embed "data/loading/page-lines.txt"
};

static const unsigned char loading_presentation_forms[] = {
#embed "data/loading/presentation-forms.txt"
};

static const unsigned char loading_single_byte_encodings[] = {
#embed "data/loading/single-byte-encodings.txt"
};
static const unsigned char theme_base[] = {
#embed "data/themes/base.css"
};
static const unsigned char theme_newspaper[] = {
#embed "data/themes/newspaper.css"
};
static const unsigned char theme_mail[] = {
#embed "data/themes/mail.css"
};
static const unsigned char theme_memo[] = {
#embed "data/themes/memo.css"
};
static const unsigned char theme_dashboard[] = {
#embed "data/themes/dashboard.css"
};
static const unsigned char theme_print[] = {
#embed "data/themes/print.css"
};
static const unsigned char theme_plain[] = {
#embed "data/themes/plain.css"
};
static const unsigned char unicode_linebreak[] = {
#embed "data/unicode/linebreak.txt"
};
static const unsigned char name_words[] = {
#embed "data/analysis/name-words.txt"
};

static const unsigned char script_daily_briefing[] = {
#embed "../../scripts/daily-briefing.lua"
};

static const unsigned char script_weekly_review[] = {
#embed "../../scripts/weekly-review.lua"
};

static const unsigned char script_story_dossier[] = {
#embed "../../scripts/story-dossier.lua"
};

static const unsigned char script_watch_list[] = {
#embed "../../scripts/watch-list.lua"
};

static const unsigned char script_summary[] = {
#embed "../../scripts/summary.lua"
};

static const unsigned char script_timeline[] = {
#embed "../../scripts/timeline.lua"
};

static const unsigned char loading_calls[] = {
#embed "data/loading/calls.txt"
};

static const unsigned char loading_html_names[] = {
#embed "data/loading/html-names.txt"
};

static const CResource resources[] = {
    {"dates/ar.rules", dates_ar, sizeof dates_ar},
    {"dates/en.rules", dates_en, sizeof dates_en},
    {"dates/fr.rules", dates_fr, sizeof dates_fr},
    {"dates/es.rules", dates_es, sizeof dates_es},
    {"dates/de.rules", dates_de, sizeof dates_de},
    {"dates/fa.rules", dates_fa, sizeof dates_fa},
    {"dates/he.rules", dates_he, sizeof dates_he},
    {"dates/it.rules", dates_it, sizeof dates_it},
    {"dates/pt.rules", dates_pt, sizeof dates_pt},
    {"dates/ru.rules", dates_ru, sizeof dates_ru},
    {"dates/tr.rules", dates_tr, sizeof dates_tr},
    {"dates/ur.rules", dates_ur, sizeof dates_ur},
    {"dates/und.rules", dates_und, sizeof dates_und},
    {"scripts/daily-briefing.lua", script_daily_briefing, sizeof script_daily_briefing},
    {"scripts/weekly-review.lua", script_weekly_review, sizeof script_weekly_review},
    {"scripts/story-dossier.lua", script_story_dossier, sizeof script_story_dossier},
    {"scripts/watch-list.lua", script_watch_list, sizeof script_watch_list},
    {"scripts/summary.lua", script_summary, sizeof script_summary},
    {"scripts/timeline.lua", script_timeline, sizeof script_timeline},
    {"about.txt", about, sizeof about},
    {"language/ar.abbreviations", language_ar_abbreviations, sizeof language_ar_abbreviations},
    {"language/ar.search", language_ar_search, sizeof language_ar_search},
    {"language/ar.stopwords", language_ar_stopwords, sizeof language_ar_stopwords},
    {"language/ar.cues", language_ar_cues, sizeof language_ar_cues},
    {"language/de.cues", language_de_cues, sizeof language_de_cues},
    {"language/en.cues", language_en_cues, sizeof language_en_cues},
    {"language/es.cues", language_es_cues, sizeof language_es_cues},
    {"language/fr.cues", language_fr_cues, sizeof language_fr_cues},
    {"language/de.abbreviations", language_de_abbreviations, sizeof language_de_abbreviations},
    {"language/de.stopwords", language_de_stopwords, sizeof language_de_stopwords},
    {"language/detection.words", language_detection_words, sizeof language_detection_words},
    {"language/en.abbreviations", language_en_abbreviations, sizeof language_en_abbreviations},
    {"language/en.search", language_en_search, sizeof language_en_search},
    {"language/en.stopwords", language_en_stopwords, sizeof language_en_stopwords},
    {"language/es.abbreviations", language_es_abbreviations, sizeof language_es_abbreviations},
    {"language/es.stopwords", language_es_stopwords, sizeof language_es_stopwords},
    {"language/fr.abbreviations", language_fr_abbreviations, sizeof language_fr_abbreviations},
    {"language/fr.stopwords", language_fr_stopwords, sizeof language_fr_stopwords},
    {"loading/letter-frequencies.txt", loading_letter_frequencies, sizeof loading_letter_frequencies},
    {"loading/month-names.txt", loading_month_names, sizeof loading_month_names},
    {"loading/error-pages.txt", loading_error_pages, sizeof loading_error_pages},
    {"loading/page-lines.txt", loading_page_lines, sizeof loading_page_lines},
    {"loading/presentation-forms.txt", loading_presentation_forms, sizeof loading_presentation_forms},
    {"loading/single-byte-encodings.txt", loading_single_byte_encodings, sizeof loading_single_byte_encodings},
    {"themes/base.css", theme_base, sizeof theme_base},
    {"themes/newspaper.css", theme_newspaper, sizeof theme_newspaper},
    {"themes/mail.css", theme_mail, sizeof theme_mail},
    {"themes/memo.css", theme_memo, sizeof theme_memo},
    {"themes/dashboard.css", theme_dashboard, sizeof theme_dashboard},
    {"themes/print.css", theme_print, sizeof theme_print},
    {"themes/plain.css", theme_plain, sizeof theme_plain},
    {"unicode/linebreak.txt", unicode_linebreak, sizeof unicode_linebreak},
    {"loading/calls.txt", loading_calls, sizeof loading_calls},
    {"loading/html-names.txt", loading_html_names, sizeof loading_html_names},
    {"vocabulary/ar.txt", vocabulary_ar, sizeof vocabulary_ar},
    {"vocabulary/en.txt", vocabulary_en, sizeof vocabulary_en},
    {"vocabulary/fr.txt", vocabulary_fr, sizeof vocabulary_fr},
    {"vocabulary/es.txt", vocabulary_es, sizeof vocabulary_es},
    {"vocabulary/de.txt", vocabulary_de, sizeof vocabulary_de},
    {"vocabulary/fa.txt", vocabulary_fa, sizeof vocabulary_fa},
    {"vocabulary/he.txt", vocabulary_he, sizeof vocabulary_he},
    {"vocabulary/id.txt", vocabulary_id, sizeof vocabulary_id},
    {"vocabulary/it.txt", vocabulary_it, sizeof vocabulary_it},
    {"vocabulary/ja.txt", vocabulary_ja, sizeof vocabulary_ja},
    {"vocabulary/nl.txt", vocabulary_nl, sizeof vocabulary_nl},
    {"vocabulary/pt.txt", vocabulary_pt, sizeof vocabulary_pt},
    {"vocabulary/ru.txt", vocabulary_ru, sizeof vocabulary_ru},
    {"vocabulary/tr.txt", vocabulary_tr, sizeof vocabulary_tr},
    {"vocabulary/ur.txt", vocabulary_ur, sizeof vocabulary_ur},
    {"vocabulary/zh.txt", vocabulary_zh, sizeof vocabulary_zh},
    {"dates/ar.names", names_ar, sizeof names_ar},
    {"dates/de.names", names_de, sizeof names_de},
    {"dates/en.names", names_en, sizeof names_en},
    {"dates/en-us.names", names_en_us, sizeof names_en_us},
    {"dates/es.names", names_es, sizeof names_es},
    {"dates/fa.names", names_fa, sizeof names_fa},
    {"dates/fr.names", names_fr, sizeof names_fr},
    {"dates/he.names", names_he, sizeof names_he},
    {"dates/id.names", names_id, sizeof names_id},
    {"dates/it.names", names_it, sizeof names_it},
    {"dates/ja.names", names_ja, sizeof names_ja},
    {"dates/nl.names", names_nl, sizeof names_nl},
    {"dates/pt.names", names_pt, sizeof names_pt},
    {"dates/pt-pt.names", names_pt_pt, sizeof names_pt_pt},
    {"dates/ru.names", names_ru, sizeof names_ru},
    {"dates/tr.names", names_tr, sizeof names_tr},
    {"dates/ur.names", names_ur, sizeof names_ur},
    {"dates/zh.names", names_zh, sizeof names_zh},
    {"language/plurals.txt", language_plurals, sizeof language_plurals},
    {"analysis/figure-words.txt", figure_words, sizeof figure_words},
    {"analysis/timeline-words.txt", timeline_words, sizeof timeline_words},
    {"analysis/name-words.txt", name_words, sizeof name_words},
    {"analysis/place-names.txt", place_names, sizeof place_names},
    {"analysis/place-adjectives.txt", place_adjectives, sizeof place_adjectives},
    {"analysis/weak-keywords.txt", weak_keywords, sizeof weak_keywords},
    {"analysis/ordinary-words-ar.txt", ordinary_words_ar, sizeof ordinary_words_ar},
    {"analysis/frequent-names.txt", frequent_names, sizeof frequent_names},
    {"analysis/quantity-words.txt", quantity_words, sizeof quantity_words},
    {"analysis/event-concepts.txt", event_concepts, sizeof event_concepts},
    {"analysis/common-news-words-ar.txt", common_news_words_ar, sizeof common_news_words_ar},
    {"analysis/common-news-words-en.txt", common_news_words_en, sizeof common_news_words_en},
};

const CResource *creport_resource_at(size_t index) {
  return index < sizeof resources / sizeof resources[0] ? &resources[index] : NULL;
}

const CResource *creport_resource(const char *name) {
  for (size_t i = 0; i < sizeof resources / sizeof resources[0]; i++)
    if (strcmp(resources[i].name, name) == 0) return &resources[i];
  return NULL;
}
