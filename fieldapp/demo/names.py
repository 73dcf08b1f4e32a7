"""Plainly invented names: a surname and a bird or a herb, so that nobody can be meant."""

from itertools import islice

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
BIRDS_AND_HERBS = (
    "云雀", "白鹭", "山雀", "鸿雁", "喜鹊", "夜莺", "画眉", "黄鹂", "杜鹃", "翠鸟", "斑鸠", "戴胜", "朱鹮", "鹧鸪", "布谷", "雨燕",
    "百灵", "鹡鸰", "苍鹭", "金雀", "灰鹤", "白鹳", "红隼", "沙鸥", "石榴", "海棠", "紫藤", "连翘", "半夏", "茯苓", "白芷", "忍冬",
    "杜仲", "芍药", "玉簪", "木槿", "银杏", "香樟", "水杉", "凌霄", "桔梗", "远志", "当归", "决明", "苍术", "青黛", "紫苏", "薄荷",
    "菖蒲", "睡莲", "山茶", "蔷薇", "芦苇", "车前", "益母", "甘草", "黄芪", "丹参", "麦冬", "天冬",
)


def invented(count: int) -> list[str]:
    """The first `count` names, all different; at most 32 × 60 of them."""
    n = len(BIRDS_AND_HERBS)
    names = (s + BIRDS_AND_HERBS[(turn + 7 * i) % n] for turn in range(n) for i, s in enumerate(SURNAMES))
    return list(islice(names, count))
