#pragma once

#include "core/recorded.h"
#include "core/transfer/knownmaps.h"
#include "ui/views/connectionview.h"

#include <QDialog>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QLineEdit;
class QProgressBar;
class QTableWidget;
class QTableWidgetItem;

namespace Pacewatch {

class Button;
class FieldNote;
class FieldTable;
class HeldText;
class TextLabel;

/// Takes files of recorded calls and what was copied, shows what each holds and lacks, lines up
/// their clocks, and opens them as one recorded connection.
class ImportDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @p maps are what was chosen for the fields of earlier files.
    ImportDialog(PageContext& context, const KnownMaps& maps, QWidget* parent = nullptr);
    ~ImportDialog() override;

    void addFiles(const QStringList& paths);

signals:
    void opened(Pacewatch::ConnectionId id);
    /// A case was opened with choices of its own, which are now among them.
    void mapsChosen(const Pacewatch::KnownMaps& maps);

private:
    enum Column
    {
        FileColumn,
        FormatColumn,
        CallsColumn,
        RefusedColumn,
        FromColumn,
        ToColumn,
        ClockColumn,
        ColumnCount
    };
    struct File
    {
        QString path{};
        QString name{}; ///< shown instead of the path
        bool isPasted = false;
        JobId job{};
        std::optional<EvidencePreview> preview{};
        std::optional<Error> error{};
        int percent = 0;
        Duration shift{};
        FieldMap map{}; ///< what was chosen for its fields
        int look = 0; ///< counts the looks into it; only the last one is waited for
        bool isRead = false; ///< the preview is of the map
        bool isReading = false; ///< a look is on its way
        bool isKnown = false; ///< the map is that of an earlier file
    };

    void layOut();
    void buildFiles();
    QWidget* makeFoot();
    void askForFiles();
    void paste();
    void add(File file);
    void removeFile();
    void look(const QString& path, PreviewDepth depth);
    [[nodiscard]] bool lookFurther(File& file, int number, const EvidencePreview& preview);
    void stopReading();
    void stop();
    void showProgress();
    void takePreview(const QString& path, int number, const Result<EvidencePreview>& preview);
    void takeMap();
    [[nodiscard]] File* fileAt(const QString& path);
    void showFiles();
    void showRow(int row);
    void showFile();
    void showAbout(const File* file);
    void showFields(const File* file);
    [[nodiscard]] QString aboutFile(const File& file) const;
    void showCalls(const QList<Exchange>& calls);
    [[nodiscard]] File* chosenFile();
    void takeShift(const QTableWidgetItem* item);
    void openCase();
    void finish(const Result<ConnectionId>& id);

    void keepMaps();

    PageContext& m_context;
    KnownMaps m_maps;
    std::vector<File> m_files;
    QTableWidget* m_table;
    TextLabel* m_about; ///< what the chosen file lacks, and what is wrong with it
    FieldTable* m_fields;
    FieldNote* m_fieldNote; ///< what cannot be as the fields are taken
    QTableWidget* m_calls;
    QLineEdit* m_name;
    QComboBox* m_profile;
    FieldNote* m_note;
    QProgressBar* m_progress;
    Button* m_remove;
    Button* m_stop;
    Button* m_open;
    /// Everything that was pasted, for as long as the dialog lives: a path that is used twice
    /// would bring back what was read the first time.
    std::vector<std::shared_ptr<HeldText>> m_pasted;
    std::optional<JobId> m_opening;
};

} // namespace Pacewatch
