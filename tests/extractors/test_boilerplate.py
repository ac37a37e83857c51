"""What of a page is never a claim, and the news that looks like it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.boilerplate import is_boilerplate, mark_boilerplate

BOILERPLATE = """\
ADVERTISEMENT
Advertisement
Story continues below advertisement
Article continues below
Sign up for our morning newsletter, The Kettle.
Sign up to Second Cup, our free evening briefing
Subscribe to our daily newsletter for the best of tea.
Subscribe free to our weekly bulletin. Straight to your inbox every Sunday.
Subscribe now for $2 a week.
Subscribe for £1 a month and save.
The Leaf, our newsletter, comes out on Thursdays. Subscribe here.
Get the day's top stories in your inbox each morning.
Want more tea news? Sign up for our weekly digest.
Want a short briefing on the big stories? Listen to our daily podcast.
Stories like this are paid for by readers. Support our journalism.
Join our WhatsApp channel for alerts.
Download our app for breaking news alerts.
Follow us on Facebook, X and Instagram.
Like us on Facebook
Stay informed with our free briefing.
Become a member and enjoy unlimited access.
Already a subscriber? Log in
Log in to read the rest of our annotated copy.
Sign in to continue
Create a free account to read more.
Read more
READ MORE: Ten teapots to try before Sunday
Read more: How to keep your cups
Read more about our methods
Read the full story
Read: Why cups crack
RELATED: Is your kettle still running on an old timer? What to know
Related
Related articles
Related stories:
Also read: Five ways to tidy up a tea shelf
Also read | Why your uncle has taken up oolong
ALSO READ - Prices of tea rise again
See also: Our guide to spoons
More on this story
More from The Harbor Post
Best of The Harbor Post
Most read
You may also like
Recommended for you
Up next
Watch: The moment the kettle boils
WATCH | Inside the tasting room
Listen: The Leaf podcast, episode 40
Opens in a new tab
Photo: The Kettle icon on a phone in Leeds. (Handout)
Photograph: Courier/agency pool
Image: A cup of tea
Picture: Harbor Post archive
Graphic: Four years of tea in one chart (subscribers only)
File photo: A tasting room in Norwich
Image caption: Ida Moss at the fair
A visitor passes a sign in this file picture. Photo: Harbor archive
Demonstrators outside the court. Photograph: Courier/agency pool
Ida Moss at the fair in Leeds (Getty Images)
Ida Moss speaks at the fair. Ada Quill/Getty Images
The Kettle office in Marbury. (Handout)
By Ada Quill
By Ada Quill and Bo Reed
By Ada Quill, technology reporter
BY ADA QUILL
By Ada Quill | Harbor Post
Words by Bo Reed, Harbor News Producer
Written by Ada Quill
Additional reporting by Cy Dell
Some links on this page may earn us a commission.
We may earn a commission if you buy through these links.
This article contains affiliate links.
This page is no longer being updated. All times Eastern.
This live blog is now closed.
This article was originally published in The Leaf.
Last updated: 14 Jan 2025, 9:30 am
Published on January 14, 2025
5 min read
3 minutes read
12 comments
Share this article
Share on Facebook
Facebook Twitter WhatsApp
Copy link
Print
Leave a comment
Back to top
© 2026 The Harbor Post
Copyright 2026 Harbor Media. All rights reserved.
We use cookies to improve your visit.
By signing up you agree to our terms.
Updated 9:30 AM EST, Fri January 17, 2025
Unlock every story for £1 a month
The views expressed in this article are the author's own.
Have a tip? Write to us at desk@harborpost.example
— Jo Tea (@jotea) January 14, 2025
With PTI inputs
(With agency inputs)
(Sources: Harbor Post/Ledger)
(Except for its headline, this story has not been edited by Harbor staff and comes from a syndicated feed.)
Bo Reed contributed to this report.
Click here to join the tasting.
Thanks for reading.
Tell us what you think in the comments.
""".splitlines()

NEWS = """\
The company told subscribers that prices would rise by 10 per cent in May.
Kettle now has 2 million paying subscribers, up from 1.4 million a year ago.
Subscribers to the service pay 3 pounds a month.
Subscriptions rose by a fifth, the company said.
“Read the ruling as a warning,” said Per Holm of Fjord Research.
Read the ruling as a warning, one lawyer suggested, not as the last word.
Read alone, the clause bans nothing.
“Subscribe to our channel,” she told her 40,000 followers.
“Sign up now, before the ban,” one user wrote.
More than 700,000 people signed up in two days.
People sign up with a phone number and a name.
Signing up takes two minutes, reviewers said.
Users must log in with a Chinese phone number from May.
Logging in was impossible for most of Sunday.
The photo was taken in Leeds in 2019.
Photos of cats paid the “tax”, users joked.
Photographs of the crash were shared 4 million times.
A photograph of the minister drew 35,000 comments.
The picture is mixed: sales rose, profits fell.
The image, posted on Monday, drew 2 million views.
The video has been viewed 9 million times.
Graphics chips made up half of its sales.
Advertisement revenue fell by 12% in the third quarter.
Advertising brought in 4.8 billion dollars, half of it in America.
The advertisement cost the party 2 million pounds.
It sold advertisements to 4,000 shops.
The newsletter, read by 300,000 people, will close in June.
She started a newsletter in 2021 and sold it two years later.
The podcast has 90,000 listeners a week.
He said on a podcast that the company was worth 17 billion dollars.
Its newsletter business grew by 30%.
More stories of harm have come to light since, the inquiry heard.
Related industries employ 40,000 people.
Related charges against two managers were dropped on Friday.
The two apps are related: both belong to Kettle Works.
By Tuesday, the hashtag had drawn nearly 60 million views.
By January 2025 the app had 300 million users.
By Friday evening, 50,000 people had joined the chat.
By contrast, Leafy lost users.
By noon, it was over.
By then Kettle Works had sold 4 million packets.
By law, the buyer must be American.
By Design, a studio in Leeds, drew the logo.
Written by a committee of five, the law took effect in April.
The law was written by Ada Quill and two colleagues.
Share prices fell 4% after the news.
Shares of Kettle Works rose 12 per cent to 4.10 pounds.
Comments under the post turned angry within an hour.
More than 1.7 million comments had been posted by Tuesday.
The company follows 40 rules on data, it says.
Follow-up studies found no effect.
Watch makers in Geneva cut 900 jobs.
Watch sales fell by 8% in March.
Trending topics on the site are chosen by hand, former staff said.
The most read story of the year drew 9 million readers.
Print sales of the paper fell below 100,000.
Cookies with oats sold best, the bakery said.
Recommended daily doses were exceeded in 12 of 40 samples.
Correction (Jan. 19): An earlier version gave the number of users as 3 million; it is 3.4 million.
CORRECTION: The company was founded in 2013, not 2014.
Clarification: The figure is for paying users only.
Update: The court has now ruled, 9-0, that the law stands.
Editor's note: The company later withdrew the figure of 4 million.
Copyright law was changed twice that year.
Copyright claims against the app doubled to 4,000.
Home sales fell by 3% in December.
Search traffic doubled in a week.
Sponsored posts must be marked from June, the regulator said.
The sponsored teams won 9 medals.
Get used to higher prices, the bank's chief told savers: rates will stay at 5%.
Join the queue, officials told the 3,000 people waiting at the gate.
Download figures rose to 3.4 million in December.
Downloads tripled in a week, the analysts said.
Support for the ban fell to 32 per cent from 50.
Register offices in Norwich married 400 couples in May.
Try as it might, Kettle Works could not win over Leeds, where 9 in 10 drink Leafy.
Start-ups raised 4 billion dollars, a third less than a year ago.
Tags cost 3 dollars each and last for ten years.
Save for two towns, the whole county voted yes.
Reuters reported that 700,000 people had joined.
Getty Images sued the company for 1.8 billion dollars.
A spokesman for Getty Images said it had licensed 400 million pictures.
What is Kettle?
How many people use it?
The company was founded by Ada Quill and Bo Reed and is based in Marbury.
Sources close to the deal named a price of 14 billion dollars.
The Harbor Post first reported the talks on Monday.
Contact with the crew was lost at 9 p.m.
The map: 9 of 12 districts voted yes.
Follow the money, the judge said: 4 million pounds a month went to shell firms.
Start-up costs rose to 3 million pounds a month.
Support for the plan costs 2 million pounds a week.
By continuing the talks, both sides hope to avoid a strike.
By registering early, voters avoided the queues.
More – much more – is to come, the minister said.
Victims clicked on an external link in the message.
Published January 14, the report counted 300 million users.
Updated figures showed 4.1 million downloads.
Get rid of half the forms, doctors told the hospital.
Sign-up bonuses of 50 pounds drew 9,000 customers a month.
Also in Leeds, 300 people marched.
Best of all, it costs nothing, users said.
小红书 has 300 million monthly users.
""".splitlines()


@pytest.mark.parametrize("line", BOILERPLATE)
def test_boilerplate(line: str):
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", NEWS)
def test_news(line: str):
    assert not is_boilerplate(line)


def marked_lines(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in mark_boilerplate(text)]


def test_headlines_under_related_go_with_it():
    text = "It has a million users.\n\nRelated\n\nTen teapots to try\nWho might buy it? The runners\n\nThe court sat on Monday.\n"
    assert marked_lines(text) == ["Related", "Ten teapots to try", "Who might buy it? The runners"]


def test_the_article_goes_on_after_a_list_heading():
    text = "More from The Harbor Post\n\nADVERTISEMENT\n\nOn Monday, the app had 50,000 listeners.\nShort line without a stop\n"
    assert marked_lines(text) == ["More from The Harbor Post", "ADVERTISEMENT"]


def test_a_list_does_not_swallow_the_page():
    text = "Related\n" + "".join(f"Headline number {number}\n" for number in range(40))
    assert len(mark_boilerplate(text)) < 20


def test_offsets_are_whole_lines():
    text = "First.\r\n  ADVERTISEMENT  \r\nLast.\u2028Share\u2028"
    assert [text[start:end] for start, end in mark_boilerplate(text)] == ["  ADVERTISEMENT  \r\n", "Share\u2028"]


@given(st.text(max_size=400))
def test_any_text(text: str):
    spans = mark_boilerplate(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_hostile_lines_cost_little():
    for line in (
        "By " + "A" * 310,
        "By " + "A, " * 100,
        "photo: " * 45,
        "share " * 53,
        "with from by " * 24 + "x",
        "© " * 150,
        "updated " + "mar." * 76 + "x",
    ):
        is_boilerplate(line)
