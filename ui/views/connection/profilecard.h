#pragma once

#include "ui/icons.h"

#include <QAbstractButton>

namespace Pacewatch {

/// A gateway profile to choose: its name and its limits in two lines, with a round mark.
class ProfileCard final : public QAbstractButton
{
    Q_OBJECT

public:
    ProfileCard(const Theme& theme, const Icons& icons, const QString& profileId,
                QWidget* parent = nullptr);

    void setWords(const QString& name, const QString& first, const QString& second);
    /// Another edition of the same gateway.
    void setProfileId(const QString& id) { m_profileId = id; }

    [[nodiscard]] QString profileId() const { return m_profileId; }
    [[nodiscard]] QSize sizeHint() const override { return {140, 70}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    const Icons& m_icons;
    QString m_profileId;
    QString m_first;
    QString m_second;
};

} // namespace Pacewatch
